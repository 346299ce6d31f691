"""Statistics Canada: consumer prices (Web Data Service, JSON)."""

from __future__ import annotations

from brink.refresh.feed import Ask, Feed
from brink.refresh.parse import day, expect, json_of, number
from brink.refresh.rows import Row

SERVICE = "https://www150.statcan.gc.ca/t1/wds/rest/getDataFromVectorByReferencePeriodRange"
VECTOR = "41690973"


def _prices(ask: Ask) -> list[Row]:
    """Read Canada's consumer price index; each figure comes with the time of its release."""
    query = f'?vectorIds="{VECTOR}"&startRefPeriod={ask.since}&endReferencePeriod={ask.today}'
    page = ask.get(SERVICE + query)
    answer = json_of(page)
    try:
        (result,) = answer
        expect(page, result["status"], "SUCCESS", "the status")
        expect(page, result["object"]["vectorId"], VECTOR, "the vector")
        rows = []
        for point in result["object"]["vectorDataPoint"]:
            expect(page, point["scalarFactorCode"], "0", "the scale factor")
            if point["value"] is not None:
                month = day(page, point["refPer"])
                released = day(page, point["releaseTime"][:10])
                index = number(page, point["value"], month)
                rows.append({"month": month, "country": "CAN", "released": released, "index": index})
    except (KeyError, TypeError, ValueError) as error:
        raise page.fault(f"the answer is built differently ({type(error).__name__}: {error})") from None
    return rows


FEEDS = (
    Feed(
        "cpi_index",
        "Statistics Canada",
        "https://www150.statcan.gc.ca/t1/tbl1/en/tv.action?pid=1810000401",
        _prices,
        "month",
        {"country": "CAN"},
    ),
)
