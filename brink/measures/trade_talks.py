"""The tariff talks: who met whom, what each side had to offer, and what they moved."""

from __future__ import annotations

import pandas as pd

from brink.record.snapshot import Snapshot, once

OFFICES = {
    "treasury_secretary": "Treasury Secretary",
    "commerce_secretary": "Commerce Secretary",
    "trade_representative": "Trade Representative",
}
CHINA = "China, Mainland"
#: The five of the European Union that the table of holders names; Belgium, Ireland and Luxembourg keep paper for others.
EUROPE = ["Belgium", "France", "Germany", "Ireland", "Luxembourg"]


@once
def holdings(record: Snapshot) -> pd.DataFrame:
    """Return Treasuries held abroad at the end of each month, one column a holder, billion dollars."""
    table = record.table("tic_holders").pivot(index="month", columns="holder", values="value_usd_bn")
    return table.reindex(columns=table.columns.union(["Japan", CHINA]))


def _month_known(record: Snapshot, asked: pd.Timestamp, holders: list[str]) -> pd.Timestamp | None:
    """Return the newest month for which Japan's figure was public on the day asked and all ``holders`` are on record."""
    known = record.vintages("tic_holders")
    months = known[(known["released"] <= asked) & (known["holder"] == "Japan")]["month"]
    whole = holdings(record).dropna(subset=holders).index
    return whole[whole.isin(months)].max() if whole.isin(months).any() else None


@once
def against_china(record: Snapshot, asked: pd.Timestamp) -> pd.Series:
    """Return how many times China's Treasuries Japan held, month by month, to the newest month known on the day asked."""
    month = _month_known(record, asked, ["Japan", CHINA])
    held = holdings(record)
    times = (held["Japan"] / held[CHINA]).dropna()
    return times.iloc[:0] if month is None else times[:month]


@once
def against_europe(record: Snapshot, asked: pd.Timestamp) -> float | None:
    """Return how many times the Treasuries of the five of the European Union in the table Japan held, when last known."""
    held = holdings(record)
    if not set(EUROPE) <= set(held.columns) or (month := _month_known(record, asked, ["Japan", *EUROPE])) is None:
        return None
    return float(held.loc[month, "Japan"] / held.loc[month, EUROPE].sum())


@once
def customers(record: Snapshot) -> pd.Series:
    """Return what each partner bought of American goods in the newest year on record, billion dollars, by partner."""
    table = record.table("us_goods_exports")
    return table[table["year"] == table["year"].max()].set_index("partner")["exports_usd_bn"]


@once
def cuts(record: Snapshot, by: pd.Timestamp, counted: str) -> pd.Series:
    """Return how much of the rise of its tariff each partner had got taken back by a day, percent of the rise.

    Indexed by goods and partner; ``counted`` is how far a cut must have come, ``"agreed"`` or ``"in force"``. Who had
    got nothing by then is not in it.
    """
    table = record.table("us_tariff_cuts")
    done = table[(table["stage"] == counted) & (table["date"] <= by)].set_index(["goods", "partner"])
    taken = 100 * (done["peak_pct"] - done["cut_to_pct"]) / (done["peak_pct"] - done["base_pct"])
    return taken.sort_index()


@once
def agreed(record: Snapshot, partner: str) -> pd.Series:
    """Return the days on which cuts of a partner's tariffs were agreed."""
    table = record.table("us_tariff_cuts")
    return table[(table["partner"] == partner) & (table["stage"] == "agreed")]["date"]


@once
def pledge(record: Snapshot) -> float | None:
    """Return the sum that Japan pledged in the deal, billion dollars; ``None`` while there is none."""
    deals = record.table("trade_deals")
    sums = deals[deals["subject"] == "US-Japan deal"].sort_values("date")["value_bn_usd"].dropna()
    return None if sums.empty else float(sums.iloc[0])


@once
def rounds(record: Snapshot) -> pd.DataFrame:
    """Return who sat on the US side: one row a report, one column an office."""
    talks = record.table("trade_talks")
    kept = talks["topic"].str.startswith("round") | (talks["topic"] == "London")
    return talks[kept][["date", "topic", *OFFICES, "says", "released", "publisher"]].reset_index(drop=True)


@once
def reports(record: Snapshot, topic: str, asked: pd.Timestamp | None = None) -> pd.DataFrame:
    """Return the reports on a topic (or those that begin with it), oldest first; only those public on the day asked."""
    talks = record.table("trade_talks")
    found = talks[talks["topic"].str.startswith(topic)]
    found = found if asked is None else found[found["released"] <= asked]
    return found.sort_values(["released", "date"], kind="stable")


def offices(part: pd.DataFrame) -> set[str]:
    """Return the US offices that took part in any of some rounds."""
    return {name for column, name in OFFICES.items() if part[column].fillna(False).any()}


def teams(record: Snapshot, asked: pd.Timestamp, met_in: str) -> tuple[set[str], set[str]]:
    """Return the US offices that met Japan up to the day asked, and those announced for London by then.

    ``met_in``: ``"all"`` rounds, the ``"latest"`` one, or the sitting of the ``"argument"``.
    """
    table = rounds(record)
    met = table[table["topic"].str.startswith("round") & (table["date"] <= asked)]
    if met_in == "latest":
        met = met.tail(1)
    elif met_in == "argument":
        met = on_hold(record, asked)
    return offices(met), offices(table[(table["topic"] == "London") & (table["released"] <= asked)])


def on_hold(record: Snapshot, asked: pd.Timestamp) -> pd.DataFrame:
    """Return the reports, public on the day asked, that the US side put the talks with Japan on hold to argue."""
    talks = record.table("trade_talks")
    held = talks["talks_put_on_hold"].fillna(False).astype(bool)
    return talks[held & (talks["released"] <= asked)].sort_values("released", kind="stable")
