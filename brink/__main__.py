"""The command line: ``brink verify | seal | ledger | whatif | history | refresh | compare | export``.

Exit codes: 0 all is well; 1 something in ``data/`` is wrong, or some source of a refresh failed; 2 the
call or the set-up is, or no source of a refresh could be read.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brink import __version__
from brink.errors import BrinkError, SettingError

if TYPE_CHECKING:
    from brink.argument.ledger import Finding, Ledger


def _verify(_: argparse.Namespace) -> int:
    from brink.argument.check import check
    from brink.argument.inventory import load_claims
    from brink.record.package import load_package
    from brink.record.verify import verify

    problems = verify() or check()
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}.", file=sys.stderr)
        return 1
    print(f"data/ and video/ are as described: {len(load_package()['resources'])} tables, {len(load_claims())} claims.")
    return 0


def _seal(arguments: argparse.Namespace) -> int:
    from brink.argument import judgements
    from brink.record.verify import seal

    problems = judgements.seal() if arguments.judgements else seal(arguments.table)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print("Nothing was recorded.", file=sys.stderr)
        return 1
    recorded = f"the judgements of edition {__version__}" if arguments.judgements else ", ".join(arguments.table)
    print(f"Recorded: {recorded or 'every table'}.")
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2025-12-31") from None


def _open(arguments: argparse.Namespace, settings: dict[str, Any] | None = None) -> Ledger:
    """Open the ledger of the day asked for, and say where the record ends before it."""
    from brink.argument.ledger import Ledger
    from brink.words import day

    ledger = Ledger(arguments.as_of, settings=settings)
    if arguments.as_of and arguments.as_of > (newest := ledger.now.on(None).newest_day):
        print(f"The record ends on {day(newest)}: of the days after it nothing is known here.", file=sys.stderr)
    return ledger


def _ledger(arguments: argparse.Namespace) -> int:
    from brink.argument.ledger import Ledger
    from brink.errors import ClaimError

    ledger = _open(arguments, _settings(arguments))
    if arguments.theme not in (None, *ledger.video.themes):
        raise ClaimError(f"no theme {arguments.theme!r}; known: {', '.join(ledger.video.themes)}")
    findings = list(ledger) if arguments.theme is None else ledger.of_theme(arguments.theme)
    if arguments.json:
        from brink.report.ledger_files import claims_json

        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # what JSON is written in, whatever a terminal prefers
        sys.stdout.write(claims_json(findings))
        return 0
    from tabulate import tabulate

    from brink.words import day

    rows = [(found.claim.id, found.verdict, found.claim.title, *_figures(found)) for found in findings]
    headers = ("claim", "verdict", "what was said", day(ledger.asked), day(ledger.day))
    print(tabulate(rows, headers, maxcolwidths=[None, None, 44, 24, 24], disable_numparse=True))
    if any("*" in row[3] for row in rows):
        print("* of the reading that makes the claim true of something else; its literal reading has no figure.")
    if ledger.settings:
        _print_moves(Ledger(arguments.as_of, ledger.now), ledger, findings)
    return 0


def _figures(found: Finding) -> tuple[str, str]:
    """Return what the two later columns say: the literal reading's figures or, where it has none, those of the saving one."""
    if found.verdict == "mislabelled" and found.literal.value is None and (saving := found.saving):
        return f"{found.then[saving.key].written} *", f"{found.revised[saving.key].written} *"
    key = found.claim.literal.key
    return found.then[key].written, found.revised[key].written


def _settings(arguments: argparse.Namespace) -> dict[str, Any]:
    """Gather what is to be set otherwise: a preset, then a file, then single settings, the later ones winning."""
    from brink.argument.inventory import load_claims
    from brink.argument.ledger import Ledger
    from brink.argument.presets import load_presets
    from brink.argument.settings import example, read_file

    settings: dict[str, Any] = {}
    if arguments.preset is not None:
        presets = load_presets()
        if arguments.preset not in presets:
            raise SettingError(f"no preset {arguments.preset!r}; known: {', '.join(presets)}.")
        settings |= presets[arguments.preset].of(Ledger(arguments.as_of))
    if arguments.assumptions is not None:
        settings |= read_file(Path(arguments.assumptions))
    for pair in arguments.set:
        name, mark, value = pair.partition("=")
        if not mark:
            raise SettingError(f"--set {pair!r}: write it as NAME=VALUE, such as {example(load_claims())}.")
        settings[name.strip()] = value.strip()
    return settings


def _print_moves(published: Ledger, ledger: Ledger, findings: list[Finding]) -> None:
    """Say what was set, and which verdicts that moves, by which figure."""
    from tabulate import tabulate

    print("\nNot the published ledger. Set otherwise:")
    for name, value in ledger.settings.values.items():
        print(f"  {name}: {value}")
    moved = [
        (
            now.claim.id,
            was.verdict,
            now.verdict,
            now.literal.title,
            now.literal.written,
            now.claim.literal.bar.in_words(now.claim.literal.form),
        )
        for now in findings
        for was in [published[now.claim.id]]
        if was.verdict != now.verdict
    ]
    if not moved:
        print("No verdict moves.")
        return
    print(f"Verdicts that move: {len(moved)} of {len(findings)}.")
    headers = ("claim", "published", "now", "judged by", "figure", "bar")
    print(tabulate(moved, headers, maxcolwidths=[None, None, None, 36, 24, 24], disable_numparse=True))


def _whatif(arguments: argparse.Namespace) -> int:
    from tabulate import tabulate

    from brink.argument.inventory import load_claims
    from brink.argument.presets import load_presets
    from brink.argument.settings import example, knobs
    from brink.errors import ClaimError

    known = knobs(load_claims())
    wanted = {
        name: knob
        for name, knob in known.items()
        if arguments.about in (None, *name.split(".")[:1], name.split("-")[0])
    }
    if not wanted:
        raise ClaimError(f"nothing can be set of {arguments.about!r}; name a claim or a theme.")
    rows = [(name, str(knob.value), knob.unit, knob.in_words(), knob.title) for name, knob in wanted.items()]
    headers = ("name", "published", "unit", "may be", "what it is")
    print(tabulate(rows, headers, maxcolwidths=[None, 20, 24, 44, 44], disable_numparse=True))
    for preset in load_presets().values():
        print(f"--preset {preset.name}: {preset.title}. {preset.why}")
    print(f"Try: brink ledger --set {example(load_claims())}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from brink.record.bundle import bundle

    out = bundle(arguments.format, None if arguments.out is None else Path(arguments.out))
    print(f"Written: {out} ({out.stat().st_size / 1e6:.1f} MB).")
    return 0


def _history(arguments: argparse.Namespace) -> int:
    from tabulate import tabulate

    from brink.argument.history import history
    from brink.argument.inventory import find_claim
    from brink.words import day

    claim = find_claim(arguments.claim)
    moved = history(_open(arguments), [claim.id])
    rows = [(day(row.day), row.verdict, row.written, row.period, row.tables) for row in moved.itertuples()]
    print(claim.title)
    print(tabulate(rows, ("day", "verdict", "figure", "period", "tables that changed"), disable_numparse=True))
    return 0


def _refresh(arguments: argparse.Namespace) -> int:
    from brink.refresh.command import Desk, refresh
    from brink.refresh.doctor import doctor
    from brink.refresh.fetch import Fetcher

    desk = Desk(fetcher=Fetcher(arguments.mirror))
    if arguments.doctor:
        return doctor(arguments.table, desk)
    return refresh(arguments.table, desk=desk, writing="no" if arguments.dry_run else "yes" if arguments.yes else "ask")


def _compare(arguments: argparse.Namespace) -> int:
    from brink.refresh.command import Desk
    from brink.refresh.compare import compare
    from brink.refresh.fetch import Fetcher

    return compare(arguments.table, Desk(fetcher=Fetcher(arguments.mirror)))


def _live_commands(commands: Any) -> None:
    """Add the commands that need a network."""
    command = commands.add_parser("refresh", help="bring tables up to date from their publishers (needs a network)")
    command.add_argument("table", nargs="*", help="table names; none means all")
    command.add_argument("--dry-run", action="store_true", help="show what would change, write nothing")
    command.add_argument("--yes", action="store_true", help="write without asking")
    command.add_argument(
        "--doctor", action="store_true", help="only say, source by source, whether its answer is understood"
    )
    command.add_argument("--mirror", metavar="URL", help="ask URL/host/path instead of https://host/path")
    command.set_defaults(run=_refresh)
    command = commands.add_parser("compare", help="set a table beside its live source (needs a network)")
    command.add_argument("table", help="table name")
    command.add_argument("--mirror", metavar="URL", help="ask URL/host/path instead of https://host/path")
    command.set_defaults(run=_compare)


def _add_day(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--as-of",
        metavar="DAY",
        type=_day,
        help="as the record stood that evening, such as 2025-12-31; default: all of it",
    )


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    # Many small sums: handing each to several threads costs more than it saves. Read when NumPy is first imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Reading tables makes many small lists and no cycles: the default would look for cycles all the while.
    gc.set_threshold(100_000)
    parser = argparse.ArgumentParser(prog="brink", description=__doc__.splitlines()[0])
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")
    command = commands.add_parser("verify", help="hold every file of data/ against its description")
    command.set_defaults(run=_verify)
    command = commands.add_parser("seal", help="record digest and size of tables you changed on purpose")
    what = command.add_mutually_exclusive_group()
    what.add_argument("table", nargs="*", default=[], help="table names; none means all")
    what.add_argument(
        "--judgements", action="store_true", help="instead: the bars, choices and numbers said of this edition"
    )
    command.set_defaults(run=_seal)
    command = commands.add_parser("ledger", help="print every claim with its readings and verdict")
    command.add_argument("--json", action="store_true", help="as JSON (the public interface; see README)")
    command.add_argument("--theme", metavar="THEME", help="one theme only")
    _add_day(command)
    command.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="set a bar, a reading or a choice otherwise; see whatif",
    )
    command.add_argument("--assumptions", metavar="FILE", help="the same from a file, one 'name: value' a line")
    command.add_argument("--preset", metavar="NAME", help="a named set of them; see whatif")
    command.set_defaults(run=_ledger)
    command = commands.add_parser("whatif", help="list every bar, reading and choice that can be set otherwise")
    command.add_argument("about", nargs="?", help="a claim or a theme; default: all")
    command.set_defaults(run=_whatif)
    command = commands.add_parser("export", help="write the whole record as one file")
    command.add_argument("--format", choices=("zip", "sqlite", "xlsx", "parquet"), default="zip", help="default: zip")
    command.add_argument("--out", metavar="FILE", help="where; default: brink-record in this folder")
    command.set_defaults(run=_export)
    command = commands.add_parser("history", help="print how one verdict moved since the video's day")
    command.add_argument("claim", help="its id, such as taper-4")
    _add_day(command)
    command.set_defaults(run=_history)
    _live_commands(commands)
    arguments = parser.parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that knows no minus sign still gets its table
    try:
        code: int = arguments.run(arguments)
        return code
    except BrinkError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
