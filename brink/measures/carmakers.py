"""Japan's carmakers: what they said the tariffs cost them, and what they earn."""

from __future__ import annotations

import pandas as pd

from brink.record.snapshot import Snapshot, once

MAKERS = ("Toyota", "Honda", "Nissan", "Suzuki", "Subaru", "Mazda", "Mitsubishi Motors")
TOGETHER = "Seven makers"


@once
def dollar_rate(record: Snapshot) -> pd.Series:
    """Return yen per dollar by day, from the European Central Bank's two rates against the euro."""
    rates = record.table("ecb_fx_rates").set_index("date")
    return (rates["jpy"] / rates["usd"]).dropna()


@once
def hits(record: Snapshot) -> pd.DataFrame:
    """Return what was said of the tariffs' cost, row by row, with the ``months`` it is for, in yen and in dollars.

    Guidance ahead is turned at the rate of the day it was given, what was reported afterwards at the mean of its period.
    """
    table = record.table("carmaker_tariff_hits")
    said = table[table["kind"] != "press conversion"].sort_values("released", kind="stable").reset_index(drop=True)
    rate = dollar_rate(record)
    said["rate"] = [
        rate[row.period_start : row.period_end].mean() if row.kind == "actual" else rate.asof(row.released)
        for row in said.itertuples()
    ]
    months = (said[end].dt.to_period("M").astype("int64") for end in ("period_end", "period_start"))
    said["months"] = next(months) - next(months) + 1
    in_yen = said["hit_bn_jpy"].fillna(1000 * said["hit_tn_jpy"]).fillna(said["hit_bn_usd"] * said["rate"])
    return said.assign(hit_bn_jpy=in_yen, hit_bn_usd=in_yen / said["rate"])


@once
def toyota(record: Snapshot) -> pd.DataFrame:
    """Return what Toyota said of the tariffs, in yen and in dollars."""
    said = hits(record)
    columns = ["released", "kind", "period_start", "period_end", "months", "hit_bn_jpy", "rate", "hit_bn_usd"]
    return said[said["company"] == "Toyota"][columns].reset_index(drop=True)


@once
def makers(record: Snapshot) -> pd.DataFrame:
    """Return each maker's newest guidance of the hit in a whole year beside its operating profit of the year before.

    The newest fiscal year (from April) that guidance speaks of; billion yen and percent. The last row is the seven
    together, as the press added them up. A maker without guidance for the whole year has none here: Toyota at first
    spoke of two months only. Empty where there is no guidance at all.
    """
    said = hits(record)
    ahead = said[(said["kind"] == "guidance") & (said["months"] == 12)]
    if ahead.empty:
        return pd.DataFrame(columns=["maker", "profit_bn_jpy", "said", "year", "hit_bn_jpy", "hit_pct_of_profit"])
    start = ahead["period_start"].max()
    facts = record.table("carmaker_facts")
    before = facts[(facts["metric"] == "operating profit") & (facts["period"] == f"FY{start.year - 1}")]
    profit = before.set_index("subject")["value_bn_jpy"].reindex(MAKERS)
    profit[TOGETHER] = profit.sum(skipna=False)
    newest = ahead[ahead["period_start"] == start].drop_duplicates("company", keep="last").set_index("company")
    newest = newest.reindex(profit.index)
    frame = pd.DataFrame(
        {
            "profit_bn_jpy": profit,
            "said": newest["released"],
            "year": f"year to March {start.year + 1}",
            "hit_bn_jpy": newest["hit_bn_jpy"],
            "hit_pct_of_profit": 100 * newest["hit_bn_jpy"] / profit,
        }
    )
    return frame.rename_axis("maker").reset_index()


@once
def together(record: Snapshot, summed: str) -> pd.Series | None:
    """Return the hit that the makers foresaw in a year, billion yen, and their operating profit of the year before.

    ``summed``: as the ``press`` added the seven up; what they ``said`` themselves, of part of the year where no more was
    said; the same at a year's ``pace``; or the ``typical`` one, the median of those that named a year's figure, whose hit
    and profit are shares of one. Also who had named nothing (``silent``). ``None`` where the record has no guidance.
    """
    table = makers(record)
    if table.empty:
        return None
    year, table = table["year"].iloc[0], table.set_index("maker")
    seven, alone = table.loc[TOGETHER], table.drop(TOGETHER)
    start = pd.Timestamp(f"{int(year[-4:]) - 1}-04-01")
    said = hits(record)
    parts = said[(said["kind"] == "guidance") & (said["months"] < 12) & (said["period_start"] >= start)]
    parts = parts.drop_duplicates("company", keep="last").set_index("company").reindex(alone.index)
    parts = parts[alone["hit_bn_jpy"].isna() & parts["hit_bn_jpy"].notna()]
    of_part = parts["hit_bn_jpy"] * (12 / parts["months"] if summed == "pace" else 1)
    hit, profit = seven["hit_bn_jpy"], seven["profit_bn_jpy"]
    if summed in ("said", "pace"):
        hit = alone["hit_bn_jpy"].sum() + of_part.sum()
    elif summed == "typical":
        hit, profit = alone["hit_pct_of_profit"].median() / 100, 1.0
    silent = sorted(set(alone.index[alone["hit_bn_jpy"].isna()]) - set(parts.index))
    return pd.Series({"hit_bn_jpy": hit, "profit_bn_jpy": profit, "year": year, "silent": silent})


@once
def reported(record: Snapshot) -> pd.Series | None:
    """Return the longest stretch for which the seven together reported what the tariffs had cost them; ``None`` without one."""
    said = hits(record)
    said = said[(said["kind"] == "actual") & (said["company"] == TOGETHER)]
    return None if said.empty else said.sort_values(["months", "released"]).iloc[-1]


@once
def losses(record: Snapshot) -> pd.DataFrame:
    """Return the periods since April 2025 for which a maker reported a loss, newest last: billion yen."""
    facts = record.table("carmaker_facts")
    lost = facts[(facts["value_bn_jpy"] < 0) & facts["metric"].str.contains("profit") & facts["subject"].isin(MAKERS)]
    lost = lost[~lost["metric"].str.contains("effect")]
    return lost.sort_values(["released", "subject"])[["subject", "period", "metric", "released", "value_bn_jpy"]]
