"""The answers to the claims on the car tariffs: what they cost, and how much hangs on them; the talks are in ``trade_talks``."""

from __future__ import annotations

import pandas as pd

from brink.argument.inventory import Figure, answers
from brink.measures import autos, carmakers, trade_talks, trap
from brink.record.snapshot import Snapshot
from brink.words import listed

NO_GUIDANCE = "The makers had given no figure by that day."
SPLIT_UNKNOWN = "How much of it was price was not known on that day."


@answers("autos-1")
def toyotas_two_months(record: Snapshot, asked: pd.Timestamp, *, rate: str) -> dict[str, Figure]:
    """Toyota's own estimate for April and May 2025 in dollars, at one ``rate``; then what the quarter came to."""
    said = carmakers.toyota(record)
    ahead = said[(said["kind"] == "guidance") & (said["months"] == 2)]
    if ahead.empty:
        return dict.fromkeys(("estimate", "quarter"), Figure(None, why="Toyota had given no figure by that day."))
    two = ahead.iloc[0]
    known = carmakers.dollar_rate(record)[two["period_start"] : asked]
    yen = {"day": two["rate"], "mean": known.mean(), "dear": known.max(), "cheap": known.min()}[rate]
    quarter = said[(said["kind"] == "actual") & (said["months"] == 3) & (said["period_start"] == two["period_start"])]
    part = 2 / 3 * quarter["hit_bn_usd"].iloc[0] if len(quarter) else None
    period = "April and May 2025"
    return {
        "estimate": Figure(
            two["hit_bn_jpy"] / yen,
            period,
            range=(two["hit_bn_jpy"] / known.max(), two["hit_bn_jpy"] / known.min()),
            yen=two["hit_bn_jpy"],
            said=two["released"],
            later="the quarter had not been reported yet"
            if part is None
            else f"two thirds of what it reported for the quarter come to {part:.2f} billion dollars",
        ),
        "quarter": Figure(
            part,
            period,
            why="Toyota had not reported the quarter by that day.",
        ),
    }


@answers("autos-2")
def staggering(record: Snapshot, asked: pd.Timestamp, *, summed: str, counted: str) -> dict[str, Figure]:
    """What the tariff was to take of the seven makers' profit; beside it how much of their exports goes to the US.

    ``summed`` as in :func:`brink.measures.carmakers.together`; ``counted`` is how exports are counted: by ``value``,
    passenger cars only (``passenger``), by ``number``, or new vehicles by number as their makers count them (``new``).
    """
    year = autos.last_year(record, asked)
    if counted == "new":
        share, period = autos.makers_count(record), "2023"
    else:
        share = None if year is None else year[f"us_share_{counted}_pct"]
        period = "" if year is None else str(int(year["year"]))
    history = autos.dependence(record).set_index("year")["us_share_value_pct"] if counted == "value" else None
    return {
        "profit": _together(record, summed, 100),
        "share": Figure(share, period, history=history, why="No count is on record on that day."),
    }


def _together(record: Snapshot, summed: str, scale: float) -> Figure:
    """Return the makers' hit, in parts of ``scale`` of their profit, with what it is made of and what the other sums give."""
    taken, said, pace = (carmakers.together(record, way) for way in (summed, "said", "pace"))
    if taken is None or said is None or pace is None:
        return Figure(None, why=NO_GUIDANCE, hit=None, profit=None, silent="all of them", least=None, most=None)
    least, most = (scale * way["hit_bn_jpy"] / way["profit_bn_jpy"] for way in (said, pace))
    return Figure(
        scale * taken["hit_bn_jpy"] / taken["profit_bn_jpy"],
        taken["year"],
        why=NO_GUIDANCE,
        hit=taken["hit_bn_jpy"],
        profit=taken["profit_bn_jpy"],
        silent=listed(taken["silent"]) or "none of them missing",
        least=least,
        most=most,
    )


@answers("autos-3")
def existential(record: Snapshot, asked: pd.Timestamp, *, summed: str) -> dict[str, Figure]:
    """The hit that the seven makers foresaw, in years of their profit of the year before; what was worst is told.

    ``summed`` as in :func:`brink.measures.carmakers.together`.
    """
    lost = carmakers.losses(record)
    net = lost[lost["metric"] == "net profit"]
    america = lost[lost["metric"].str.contains("North America")]
    worst = "no maker had reported a loss for the months of the tariff"
    if len(net):
        worst = f"{listed(sorted(set(net['subject'])))} have reported a net loss since"
        if len(america):
            last = america.iloc[-1]
            worst += f", and {last['subject']} an operating loss of {-last['value_bn_jpy']:,.1f} billion yen in North America"
    figure = _together(record, summed, 1)
    each = carmakers.makers(record).set_index("maker")["hit_pct_of_profit"].dropna() / 100
    each = each.drop(carmakers.TOGETHER, errors="ignore").sort_values(ascending=False)
    done, year = carmakers.reported(record), carmakers.together(record, "press")
    days = autos.days_in_force(record, asked)
    figure.facts |= {
        "worst": worst,
        "alone": listed([f"{maker} {share:.2f}" for maker, share in each.head(3).items()]) or "nobody anything",
        "pace": ""
        if done is None or year is None
        else f", and {done['hit_bn_jpy'] * 12 / done['months'] / year['profit_bn_jpy']:.2f} at the pace of the "
        f"{done['months']} months reported since",
        "force": "no rate of the duty is on record"
        if days is None
        else f"the duty that the video calls proposed had been collected on {days} days",
    }
    return {"makers": figure}


@answers("autos-9")
def not_the_last(record: Snapshot, asked: pd.Timestamp, *, kind: str) -> dict[str, Figure]:
    """The largest later hit of Toyota, billion dollars; charitably, of another maker.

    ``kind``: hits reported afterwards (``actual``), or foreseen (``guidance``), for periods that end after May 2025.
    """
    said = carmakers.hits(record)
    first = said[(said["company"] == "Toyota") & (said["months"] == 2)]
    why = "No later hit had been reported by that day."
    if first.empty:
        return dict.fromkeys(("toyota", "others"), Figure(None, why=why))
    later = said[(said["kind"] == kind) & (said["released"] > asked)]
    later = later[later["period_start"] > first["period_end"].iloc[0]] if kind == "actual" else later
    toyota = later[later["company"] == "Toyota"]
    since = said[
        (said["kind"] == kind) & (said["released"] > asked) & ~said["company"].isin(["Toyota", carmakers.TOGETHER])
    ]

    def largest(hits: pd.DataFrame) -> Figure:
        if hits.empty:
            return Figure(None, why=why)
        hit = hits.loc[hits["hit_bn_usd"].idxmax()]
        return Figure(
            hit["hit_bn_usd"],
            f"{hit['company']}, {hit['period_start']:%B} to {hit['period_end']:%B %Y}",
            yen=hit["hit_bn_jpy"],
        )

    return {"toyota": largest(toyota), "others": largest(since)}


@answers("autos-10")
def cracking(record: Snapshot, asked: pd.Timestamp, *, against: str) -> dict[str, Figure]:
    """US sales of light vehicles in the newest month against a year (or a month) before; charitably, cars from Japan.

    ``against``: ``"yoy"`` or ``"mom"``.
    """
    printed = autos.us_sales_printed(record, asked)
    history = autos.us_sales(record).set_index("month")["yoy_pct"].dropna() if against == "yoy" else None
    value = autos.value_known(record, asked)
    none = "No figure was public on that day."
    return {
        "sales": Figure(None, why=none, month=None, japan_later=_later(record, value))
        if printed is None
        else Figure(
            printed[f"{against}_pct"],
            f"{printed['month']:%B %Y}",
            history=None if history is None else history[history.index < printed["month"]],
            month=printed["mom_pct"],
            japan_later=_later(record, value),
        ),
        "japan": Figure(None, why=none, split=SPLIT_UNKNOWN)
        if value.empty
        else Figure(value.iloc[-1], f"{value.index[-1]:%B %Y}", split=_split(record, value.index[-1])),
    }


def _later(record: Snapshot, known: pd.Series) -> str:
    """Say what became of the value of Japan's shipments after the months ``known``."""
    after = autos.changes_on_year(record).set_index("month")["value_pct"].dropna()
    after = after if known.empty else after[after.index > known.index[-1]]
    if known.empty or after.empty:
        return "what came after was not known on that day"
    low = after.idxmin()
    return f"it was {after.iloc[0]:+.1f} % a month later and {after[low]:+.1f} % at the lowest, in {low:%B %Y}".replace(
        "-", "−"
    )


def _split(record: Snapshot, month: pd.Timestamp) -> str:
    """Say how much of the fall in a month is price: its value and its number, where both are on record."""
    split = autos.changes_on_year(record).dropna(subset="number_pct")
    split = split[split["month"] == month]
    if split.empty:
        return SPLIT_UNKNOWN
    part = split.iloc[0]
    return (
        f"In {month:%B %Y} its value changed by {part['value_pct']:+.1f} %, its number by {part['number_pct']:+.1f} %."
    ).replace("-", "−")


@answers("autos-11")
def seize_up(record: Snapshot, asked: pd.Timestamp, *, within: str) -> dict[str, Figure]:
    """What the tariffs were to take from Japan: the gloomiest estimate of the day, our sum for cars, all cars lost.

    ``within``: the loss in whatever year it is largest (``ever``), or within about a ``year``.
    """
    published = autos.estimates(record, asked, within)
    year, peak = autos.last_year(record, asked), autos.tariff_steps(record)["car_duty_pct"].max()
    ours = None if pd.isna(peak) or year is None else autos.gdp_effect(record, asked, (peak,)).iloc[0]
    gloomiest = None if published.empty else published.loc[published["loss_pct_gdp"].idxmax()]
    return {
        "published": Figure(
            None if gloomiest is None else gloomiest["loss_pct_gdp"],
            "as published",
            why="No estimate was public on that day.",
            by="" if gloomiest is None else gloomiest["estimator"],
            scope="" if gloomiest is None else gloomiest["scope"],
            when="" if gloomiest is None else gloomiest["when"],
            came=_came(record, asked),
        ),
        "cars": Figure(
            None if ours is None else ours["central_pct"],
            "a year",
            range=None if ours is None else (ours["low_pct"], ours["high_pct"]),
            why="Exports or the duty are not on record on that day.",
            peak=peak,
        ),
        "all": Figure(
            None if year is None else year["cars_and_parts_pct_gdp"],
            "" if year is None else str(int(year["year"])),
            why="No whole year of exports is on record on that day.",
        ),
    }


def _came(record: Snapshot, asked: pd.Timestamp) -> str:
    """Say when the trade war was patched up, and what real GDP did in the two quarters of the full duty."""
    deal = trade_talks.agreed(record, "Japan")
    deal = deal[deal > asked]
    if deal.empty:
        return "whether it would be stopped was not known on that day"
    grown = [trap.estimates_of(record, quarter) for quarter in ("2025Q2", "2025Q3")]
    changes = [f"{part['value_pct'].iloc[-1]:+.1f} % in {part['quarter'].iloc[-1]}" for part in grown if len(part)]
    told = f", and real GDP changed by {listed(changes)}".replace("-", "−") if changes else ""
    return f"a deal was struck {(deal.iloc[0] - asked).days} days later{told}"


@answers("autos-12")
def before_april(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """On how many days of the first quarter of 2025 a tariff of that April was in force."""
    begun = autos.april_tariffs(record)
    if begun.empty:
        return {"days": Figure(None, why="No tariff of April 2025 was on record on that day.")}
    return {
        "days": Figure(
            max((pd.Timestamp("2025-04-01") - begun.min()).days, 0), "2025Q1", first=begun.min(), tariffs=len(begun)
        )
    }
