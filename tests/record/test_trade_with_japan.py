"""US trade in goods with Japan: the months and the year the Bureau prints."""

import pytest

from brink.record.snapshot import Snapshot


def test_the_months_of_2025_add_up_to_the_year_on_the_page():
    table = Snapshot().table("us_trade_with_japan").set_index("month")
    assert table.loc["2025", "imports_usd_mn"].sum() == pytest.approx(145_842.0, abs=0.5)
    assert len(table.loc["2025"]) == 12


def test_every_month_since_2024_is_there_once():
    months = Snapshot().table("us_trade_with_japan")["month"]
    assert months.is_unique and months.iloc[0].year == 2024
    assert len(months) == (months.iloc[-1].year - 2024) * 12 + months.iloc[-1].month
