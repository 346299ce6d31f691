"""The answers to the claims on inflation, what is left of a yield after it, and the fear of it (theme auctions)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.argument.answers.auctions import the_sale
from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import auctions, expected_inflation
from brink.record.snapshot import Snapshot
from brink.words import day


@answers("auctions-9")
def structural_inflation(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """What the price of inflation did on the day of the failed sale; no figure where the sale did not fail.

    It failed when it met weaker demand than nine in ten before it, the bar of the claim on the withdrawal. Beside it: what
    bond buyers were paid for inflation on the last trading day.
    """
    levels = expected_inflation.breakevens(record)["breakeven_10y_pct"].dropna()
    ranks = auctions.demand(record, (30,)).set_index("auction_date")["demand_pct"]
    known, failed = the_sale() in ranks.index, find_claim("auctions-5").literal.bar
    moved = 100 * levels.diff()
    before = levels[levels.index < asked]
    return {
        "signal": Figure(
            moved.get(the_sale(), np.nan) if known and failed.passes(ranks[the_sale()]) else None,
            day(the_sale()),
            why=f"The sale did not fail: it met more demand than {ranks[the_sale()]:.0f} % of those before it."
            if known
            else "The sale was still to come.",
            rank=ranks[the_sale()] if known else np.nan,
        ),
        "market": Figure(None, why="No break-even was public yet.")
        if before.empty
        else Figure(before.iloc[-1], day(before.index[-1]), history=before.iloc[:-1]),
    }


@answers("auctions-10")
def what_is_left_of_five(record: Snapshot, asked: pd.Timestamp, *, inflation: str, lent_at: str) -> dict[str, Figure]:
    """What a 30-year loan leaves after inflation: by what the bond market expects of it, and by what households do.

    Thirty years can't be scored yet; what can be said is at which average inflation the lender loses.
    """
    levels = expected_inflation.breakevens(record).dropna(subset=["breakeven_30y_pct", "yield_30y_pct"])
    levels = levels[levels.index < asked]
    if levels.empty:
        return {key: Figure(None, why="No yield was public yet.") for key in ("market", "households", "kept")}
    last, real = levels.iloc[-1], expected_inflation.breakevens(record)["real_yield_30y_pct"].dropna()
    lent = last["yield_30y_pct"] if lent_at == "market" else find_claim("auctions-2").numbers[0]
    spans = expected_inflation.inflation_over(record, 30)
    spans = spans[spans.index < asked.year]
    decade = expected_inflation.inflation_over(record, 10)
    past = {"thirty years": spans, "ten years": decade[decade.index < asked.year]}
    average = past[inflation].iloc[-1] if inflation in past and len(past[inflation]) else last["breakeven_30y_pct"]
    households = expected_inflation.expected_by_households(record, "University of Michigan", asked)
    period, lost = day(levels.index[-1]), spans[spans >= lent]
    left = Figure(
        lent - average,
        period,
        history=real[: levels.index[-2]],
        lent=lent,
        expected=average,
        worst=spans.max(),
        worst_to=spans.idxmax(),
        losing=len(lost),
        losing_from=lost.index.min() - 30 if len(lost) else np.nan,
        losing_to=lost.index.max() - 30 if len(lost) else np.nan,
        spans=len(spans),
    )
    stayed = spans <= last["breakeven_30y_pct"]
    kept = Figure(
        100 * stayed.mean(),
        f"{len(spans)} spans to {spans.index[-1]}",
        kept=int(stayed.sum()),
        spans=len(spans),
        priced=last["breakeven_30y_pct"],
    )
    answered = {"market": left, "kept": kept}
    if households is None:
        return answered | {"households": Figure(None, period, why="No answer was public yet.")}
    expected = households["expected_pct"]
    return answered | {"households": Figure(lent - expected, period, expected=expected)}


@answers("auctions-11")
def fear_of_inflation(record: Snapshot, asked: pd.Timestamp, *, days: int, years: str | int) -> dict[str, Figure]:
    """Did the price of inflation rise when the direct bidders held back at the last long-bond sale?

    ``years`` is whose break-even: of the bond sold (``own``), or of 10 or 30 years. Charitably: on the days of all
    long-bond sales at which they held back most.
    """
    last = auctions.last_sale(record, auctions.LONG, asked)
    tenor, when = int(last["tenor_years"]), last["auction_date"]
    column = f"breakeven_{tenor if years == 'own' else years}y_pct"
    changes = expected_inflation.change_around_sales(record, column, days, asked)
    why = "No break-even of that day is on record."
    if changes.empty:
        return {key: Figure(None, why=why) for key in ("sale", "weak_sales")}
    levels = expected_inflation.breakevens(record)
    moved = 100 * (levels - levels.shift(days))
    weak = auctions.weakest(auctions.sales(record)[lambda t: t["auction_date"] <= asked], "direct_gap_pp", 0.1)
    on_weak = changes[changes.index.isin(weak["auction_date"])]
    return {
        "sale": Figure(
            changes.get(when, np.nan),
            day(when),
            history=moved[column].dropna()[: when - pd.Timedelta(days=1)],
            why=why,
            tenor=tenor,
            real=moved[f"real_yield_{tenor}y_pct"].get(when, np.nan),
            nominal=moved[f"yield_{tenor}y_pct"].get(when, np.nan),
        ),
        "weak_sales": Figure(
            on_weak.mean() if len(on_weak) else None,
            f"{len(on_weak)} sales to {asked:%B %Y}",
            range=(on_weak.min(), on_weak.max()) if len(on_weak) else None,
            sales=len(on_weak),
            why=why,
        ),
    }
