"""The answers to the claims on what officials and institutes said, and on Washington's pressure (theme trap)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from brink.argument.answers.trap import NOTHING_YET
from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import autos, officials
from brink.measures.common import so_far
from brink.record.snapshot import Snapshot
from brink.video import DAY
from brink.words import day


def _said(record: Snapshot, until: pd.Timestamp, *topics: str) -> pd.DataFrame:
    frame = officials.documents(record, *topics)
    return frame[frame["released"] <= until]


def _first_day(rows: pd.DataFrame) -> str:
    return day(rows["released"].iloc[-1]) if len(rows) else ""


@answers("trap-8")
def treasury_on_tightening(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """ "Pushing Japan to hike": does the Treasury's newest currency report ask the Bank of Japan to go on tightening?"""
    reports = _said(record, asked, "tightening urged", "tightening no longer urged")
    value = None if reports.empty else bool(reports["topic"].iloc[-1] == "tightening urged")
    dropped = _said(record, pd.Timestamp.max, "tightening no longer urged")
    since = f" Its next report, known from {_first_day(dropped)}, left the point out." if len(dropped) else ""
    return {"report": Figure(value, _first_day(reports), why=NOTHING_YET, since=since)}


@answers("trap-14")
def treasury_on_inflation(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """ "Claiming inflation is too high and the yen is too weak": what the Treasury's report gives as its reasons."""
    report = _said(record, asked, "tightening urged")
    told = NOTHING_YET
    if len(report):
        told = (
            "The report's sentence on the Bank of Japan names the yen's weakness, and inflation among the fundamentals that"
            " tightening should answer to; it does not call inflation too high, and the rest of the report is not on record here."
        )
        later = officials.documents(record, "tightening urged in public")
        if len(later):
            told += f" In public its Secretary went further later, on record from {_first_day(later[:1])}: Japan must get its inflation problem under control."
    return {"too_high": Figure(None, _first_day(report), why=told, told=told)}


@answers("trap-15")
def motive(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """ "Wants Japan to kill its own export power": a statement of a US official that says so."""
    report = _said(record, asked, "tightening urged")
    told = "No such statement is on record."
    if len(report):
        told += f" The Treasury's report of {_first_day(report)} asks for a stronger yen and a rebalancing of trade between the two countries."
    return {"statement": Figure(None, why=told)}


@answers("trap-10")
def norinchukin_on_demand(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Norinchukin on consumers and external demand: the remark, on record before the video."""
    near = _said(record, asked, "weak consumption and exports")
    told = "The remark was not found."
    if len(near):
        told += (
            f" What the institute's economist said on {_first_day(near)} is milder: spending may stay weak because pay lags food"
            " prices, and tariffs weigh on exports and investment."
        )
    return {"remark": Figure(None, why=told)}


@answers("trap-17")
def turning_the_screws(record: Snapshot, asked: pd.Timestamp, *, screw: str) -> dict[str, Figure]:
    """ "Keeps turning the screws": did Washington's pressure go on in the year after the video?

    ``screw``: the Treasury's call for tightening by its Secretary in public, in its newest currency report or in readouts;
    the duty on Japanese cars; the highest duty in force on its other goods.
    """
    end = pd.Timestamp(find_claim("trap-17").horizon) if asked <= DAY else asked
    public, reports, readouts = (
        rows[rows["released"].between(DAY, end, inclusive="right")]
        for rows in (
            officials.documents(record, "tightening urged in public"),
            officials.documents(record, "tightening urged", "tightening no longer urged"),
            officials.documents(record, "sound monetary policy urged"),
        )
    )
    later = record.table("tariff_timeline")["released"].max() > DAY
    cars = autos.tariff_steps(record).set_index("date")["car_duty_pct"]
    duty = cars[:end].iloc[-1] - cars[:DAY].iloc[-1] if later and len(cars[:DAY]) else None
    others = officials.rise(officials.other_goods_duty(record), DAY, end)
    anything = len(public) + len(reports) + len(readouts) > 0
    found = {
        "public": bool(len(public)) if anything else None,
        "report": bool(reports["topic"].iloc[-1] == "tightening urged") if len(reports) else None,
        "readouts": bool(len(readouts)) if anything else None,
        "duty": None if duty is None else bool(duty > 0),
        "others": None if others is None else bool(others > 0),
    }
    month = pd.Timestamp(DAY.year, DAY.month, 1)
    dollars = 1 / record.table("usdjpy_monthly").set_index("month")["jpy_per_usd"][month:end]
    facts: dict[str, Any] = {
        "yen": 100 * (dollars.iloc[-1] / dollars.iloc[0] - 1) if len(dollars) > 1 else None,
        "yen_month": f"{dollars.index[-1]:%B %Y}" if len(dollars) else "",
        "letter": _letter(record, end),
        "said": _first_day(public[:1]),
        "dropped": f" The Treasury's next report, known from {_first_day(reports)}, dropped the call."
        if found["report"] is False
        else "",
        "readout": _first_day(readouts),
        "pledge": _pledge(record, end),
        "ended": _ended(record, end),
        "before": cars[:DAY].iloc[-1] if len(cars[:DAY]) else None,
        "after": cars[:end].iloc[-1] if len(cars[:end]) else None,
    }
    period = f"{day(DAY)} to {day(end)}{so_far(record, end)}"
    why = "Nothing after the video is on record on that day."
    return {
        "pressure": Figure(found[screw], period, why=why, **facts),
        "report": Figure(found["report"], period, why=why, **facts),
        "duty": Figure(duty, period, why=why, **facts),
        "others": Figure(others, period, why=why, **facts),
    }


def _pledge(record: Snapshot, end: pd.Timestamp) -> str:
    """Say what Japan pledged for the lower duty."""
    rows = record.table("trade_deals")
    rows = rows[rows["event"].str.contains("investment pledge") & rows["date"].between(DAY, end)]
    return f", in a deal in which Japan pledged {rows['value_bn_usd'].iloc[0]:.0f} billion dollars" if len(rows) else ""


def _ended(record: Snapshot, end: pd.Timestamp) -> str:
    """Say when a court ended the duty."""
    rows = record.table("tariff_timeline")
    rows = rows[rows["measure"].str.startswith("Supreme Court") & rows["date"].between(DAY, end)]
    return f"The Supreme Court ended it on {day(rows['date'].iloc[0])}." if len(rows) else "Still in force on that day."


def _letter(record: Snapshot, end: pd.Timestamp) -> str:
    """Say what a letter had threatened in between: a turn of the screw that the deal after it undid."""
    rows = record.table("tariff_timeline")
    rows = rows[(rows["status"] == "letter") & rows["date"].between(DAY, end)]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    return (
        f" A letter of {day(row['date'])} had announced {row['other_duty_pct']:g} % on all goods; it was {row['note']}."
    )
