"""What a refresh would do, in words: Markdown that also reads well in a terminal."""

from __future__ import annotations

from collections.abc import Container, Mapping

from brink.errors import SourceError
from brink.record.package import Resource
from brink.refresh.feed import Feed
from brink.refresh.merge import TableChange
from brink.refresh.stage import Plan

#: Rows shown of each kind.
SHOWN = 12


def count(number: int, one: str) -> str:
    """Write how many there are of something."""
    return f"{number:,} {one if number == 1 else one + 's'}"


def summary(found: Plan, flips: Mapping[str, tuple[str, str]]) -> str:
    """Return what a refresh would do: rows, revisions, conflicts, verdicts, and what failed."""
    changes = found.changes.values()
    lines = [line for _, change in sorted(found.changes.items()) if (line := _of_table(change))] or ["No new figures."]
    revised = sorted((move for change in changes for move in change.revised), key=lambda m: m.size, reverse=True)
    lines += _listed("Revised, largest first", [f"{move} ({move.size:.2%} of the old)" for move in revised])
    lines += _listed(
        "Differ from figures that are never revised; left as they are, compare by hand",
        [
            f"{move.table}, {move.figure}: {move.column} is {move.old} here, {move.new} at the source"
            for change in changes
            for move in change.conflicts
        ],
    )
    lines += _listed("Verdicts that change", [f"{claim}: {old} -> {new}" for claim, (old, new) in flips.items()], 99)
    lines += _listed("Sources that failed", failures(found.failed), 99)
    return "\n".join(lines) + "\n"


def _of_table(change: TableChange) -> str:
    parts = [count(len(change.added), "row") + " new"] if change.added else []
    parts += [f"{count(len(change.revised), 'figure')} of them revised"] if change.revised else []
    parts += [count(len(change.filled), "gap") + " filled"] if change.filled else []
    sources = ", ".join(dict.fromkeys(feed.source for feed in change.feeds))
    return f"- {change.name}: {', '.join(parts)} ({sources})" if parts else ""


def failures(failed: Mapping[Feed, SourceError]) -> list[str]:
    """Return what failed and why: once for all tables of a source that could not be reached, and once for all such sources
    where the reason is the same.
    """
    lines = [str(error) for error in failed.values() if not error.unreachable]
    reasons: dict[tuple[str, str], list[Feed]] = {}
    tables: dict[str, list[str]] = {}
    for feed, error in failed.items():
        if error.unreachable:
            if feed.source not in tables:
                reasons.setdefault((error.what, error.remedy), []).append(feed)
            tables.setdefault(feed.source, []).append(feed.label)
    for (what, remedy), feeds in reasons.items():
        if len(feeds) > 2:
            lines.append(f"{'; '.join(feed.source for feed in feeds)}: {what}. {remedy}")
        else:
            lines += [f"{failed[feed]} Not read: {', '.join(tables[feed.source])}." for feed in feeds]
    return lines


def _listed(title: str, items: list[str], shown: int = SHOWN) -> list[str]:
    if not items:
        return []
    more = [f"- and {len(items) - shown:,} more"] if len(items) > shown else []
    return ["", f"{title}:", "", *(f"- {item}" for item in items[:shown]), *more]


def without_feed(package: Resource, names: Container[str], fed: Container[str]) -> list[str]:
    """Return, for tables no adapter feeds, where to look for newer figures."""
    lines = []
    for resource in package["resources"]:
        if resource["name"] in names and resource["name"] not in fed:
            places = [s.get("path") or s["title"] for s in resource["sources"]]
            lines.append(f"{resource['name']}: {', '.join(places[:2])}")
    return lines
