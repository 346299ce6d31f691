"""The auto tables against facts published elsewhere, and against one another."""

from datetime import date

import pandas as pd
import pytest
from holding import NOW, THEN

from brink.record.snapshot import Snapshot


@pytest.fixture(scope="module")
def exports() -> pd.DataFrame:
    return NOW.vintages("japan_exports").set_index(["destination", "month"])


def year(exports, destination, column, of=2024):
    rows = exports.loc[destination]
    return rows.loc[rows.index.year == of, column].sum()


# --- exports --------------------------------------------------------------------------------


def test_exports_of_2024_as_reuters_printed_them(exports):
    """Reuters via SB Bit, 27 March 2025: 21.2947tn yen to the US, cars 6.0264tn = 28.3 %, with parts 7.2574tn = 34.1 %."""
    total = year(exports, "United States", "total_kjpy")
    cars = year(exports, "United States", "motor_vehicles_kjpy")
    with_parts = cars + year(exports, "United States", "parts_kjpy")
    assert total / 1e9 == pytest.approx(21.2947, abs=1e-4)
    assert cars / 1e9 == pytest.approx(6.0264, abs=1e-4)
    assert with_parts / 1e9 == pytest.approx(7.2574, abs=1e-4)
    assert (round(100 * cars / total, 1), round(100 * with_parts / total, 1)) == (28.3, 34.1)


def test_exports_to_the_world_as_nippon_com_printed_them(exports):
    """nippon.com, 9 April 2025, finalised figures: 107.1tn yen in all, the US 19.9 %."""
    world = year(exports, "World", "total_kjpy")
    assert round(world / 1e9, 1) == 107.1
    assert round(100 * year(exports, "United States", "total_kjpy") / world, 1) == 19.9


def test_cars_of_fiscal_2024_to_the_us_as_the_press_printed_them(exports):
    """SafeBB on the ministry's release of 17 April 2025: April 2024 to March 2025, 6,192.0bn yen and 21,648.2bn in all."""
    us = exports.loc["United States"].loc["2024-04":"2025-03", ["motor_vehicles_kjpy", "total_kjpy"]].sum() / 1e6
    assert us["motor_vehicles_kjpy"] == pytest.approx(6192.0, abs=0.05)
    assert us["total_kjpy"] == pytest.approx(21648.2, abs=0.1)


def test_about_1_37_million_vehicles_went_to_the_us_in_2024(exports):
    """US Observe, 2025: "1.37 million they export to America"."""
    assert int(year(exports, "United States", "motor_vehicles_units") / 1e4) == 137


def test_passenger_cars_of_2024_as_others_counted_them(exports):
    """Tariff heading 8703, all but the item: 5,900.4bn yen to the US (dotm2025 on note.com, from the customs tables),
    1.354m cars there and 5.12m in all (moto-no.jp on 2025 and the year before)."""
    assert year(exports, "United States", "passenger_cars_kjpy") / 1e6 == pytest.approx(5900.4, abs=0.5)
    assert year(exports, "United States", "passenger_cars_units") / 1e4 == pytest.approx(135.4, abs=0.05)
    assert year(exports, "World", "passenger_cars_units") / 1e4 == pytest.approx(512, abs=0.5)


#: Buses and trucks (item 7050303) of January to December 2024, which the ministry prints beside passenger cars in the
#: same files (d52ma001.csv and d51ma.csv; no column of ours): number, then thousand yen.
BUSES_AND_TRUCKS = {
    ("United States", "units"): [1630, 1516, 1843, 1798, 1716, 2363, 2629, 1148, 2582, 1806, 1466, 1335],
    ("United States", "kjpy"): [
        8101617,
        9369247,
        10603845,
        11638494,
        10210630,
        15923667,
        17041748,
        7513757,
        11102672,
        10482064,
        6188442,
        6905204,
    ],
    ("World", "units"): [41853, 41034, 52062, 51702, 49839, 54533, 52124, 48378, 53630, 60442, 60286, 56756],
    ("World", "kjpy"): [
        112238034,
        104110987,
        143837867,
        138061710,
        138226029,
        163453632,
        153167095,
        135296177,
        149217425,
        163953412,
        158157554,
        141625244,
    ],
}


@pytest.mark.parametrize(
    ("destination", "measure", "least", "most"),
    [
        ("United States", "units", 0, 0.3),
        ("United States", "kjpy", 0, 0.3),
        ("World", "units", 0.6, 1.4),
        ("World", "kjpy", 0.15, 0.6),
    ],
)
def test_motor_vehicles_are_cars_buses_trucks_and_few_others(exports, destination, measure, least, most):
    """What is left are chassis and vehicles for special uses, in percent of all: nearly none for the US, about one in a
    hundred vehicles for the world and, as they are cheap, less in value."""
    months = exports.loc[destination].loc["2024"]
    vehicles, cars = months[f"motor_vehicles_{measure}"], months[f"passenger_cars_{measure}"]
    others = 100 * (vehicles - cars - BUSES_AND_TRUCKS[destination, measure]) / vehicles
    assert others.between(least, most).all()


@pytest.mark.parametrize(
    ("column", "month", "published"),
    [
        pytest.param("motor_vehicles_kjpy", "2025-04", -4.8, id="Jiji 21 May 2025"),
        pytest.param("motor_vehicles_kjpy", "2025-05", -24.7, id="MNI 18 June 2025"),
        pytest.param("motor_vehicles_kjpy", "2025-06", -26.7, id="Jiji 17 July 2025"),
        pytest.param("motor_vehicles_units", "2025-04", 11.8, id="NLI Research April"),
        pytest.param("motor_vehicles_units", "2025-05", -3.9, id="Kyodo 18 June 2025"),
        pytest.param("motor_vehicles_units", "2025-06", 3.4, id="Jiji 17 July 2025, number"),
        pytest.param("parts_kjpy", "2025-05", -19.0, id="Kyodo 18 June 2025, parts"),
        pytest.param("total_kjpy", "2025-04", -1.8, id="Jiji 21 May 2025, all goods"),
        pytest.param("total_kjpy", "2025-06", -11.4, id="Jiji 17 July 2025, all goods"),
    ],
)
def test_change_on_the_year_as_the_press_printed_it(exports, column, month, published):
    rows = exports.loc["United States", column].astype(float)
    now = pd.Timestamp(month + "-01")
    assert round(100 * (rows[now] / rows[now - pd.DateOffset(years=1)] - 1), 1) == published


@pytest.mark.parametrize(
    ("month", "published"),
    [pytest.param("2025-04", -5.8, id="MNI 21 May 2025"), pytest.param("2025-05", -6.9, id="MNI 18 June 2025")],
)
def test_cars_to_the_world_as_the_press_printed_them(exports, month, published):
    rows = exports.loc["World", "motor_vehicles_kjpy"].astype(float)
    now = pd.Timestamp(month + "-01")
    assert round(100 * (rows[now] / rows[now - pd.DateOffset(years=1)] - 1), 1) == published


@pytest.mark.parametrize(
    ("destination", "column", "month", "bn"),
    [
        pytest.param("United States", "motor_vehicles_kjpy", "2025-05", 363.4, id="Bastille Post 18 June 2025"),
        pytest.param("United States", "motor_vehicles_kjpy", "2025-06", 419.4, id="Bloomberg 17 July 2025"),
        pytest.param("United States", "total_kjpy", "2025-05", 1514.2, id="Kyodo 18 June 2025: 1.51tn"),
        pytest.param("World", "total_kjpy", "2025-06", 9162.7, id="Jiji 17 July 2025, 9,162.6 before revision"),
    ],
)
def test_levels_as_the_press_printed_them(exports, destination, column, month, bn):
    assert exports.loc[(destination, month + "-01"), column] / 1e6 == pytest.approx(bn, abs=0.06)


def test_later_press_levels_fit_the_file_a_year_before(exports):
    """Aug 2025: 307.6bn and -28.4 % (thenews.ne.jp); Oct 2025: 460.7bn and -7.5 % (Jiji); both on this file's 2024."""
    cars = exports.loc["United States", "motor_vehicles_kjpy"].astype(float) / 1e6
    assert round(100 * (307.6 / cars[pd.Timestamp("2024-08-01")] - 1), 1) == -28.4
    assert round(100 * (460.7 / cars[pd.Timestamp("2024-10-01")] - 1), 1) == -7.5


def test_parts_of_the_whole(exports):
    assert (exports["passenger_cars_kjpy"] <= exports["motor_vehicles_kjpy"]).all()
    assert (exports["passenger_cars_units"] <= exports["motor_vehicles_units"]).all()
    assert (exports["motor_vehicles_kjpy"] + exports["parts_kjpy"] < exports["total_kjpy"]).all()
    numbers = exports.select_dtypes("number")
    assert (numbers.loc["United States"] < numbers.loc["World"]).all().all()


def test_every_month_is_there_once(exports):
    for destination in ("United States", "World"):
        months = exports.loc[destination].index
        assert list(months) == list(pd.date_range("2015-01-01", "2025-06-01", freq="MS"))


def test_a_car_costs_what_a_car_costs(exports):
    """Between 1.5 and 6 million yen a vehicle in every month and place: a shifted column or unit would show."""
    per_car = exports["motor_vehicles_kjpy"] * 1000 / exports["motor_vehicles_units"]
    assert per_car.between(1.5e6, 6e6).all()


def test_the_months_of_2025_were_not_known_on_the_videos_day():
    on_the_day = THEN.table("japan_exports")
    assert on_the_day["month"].max() == pd.Timestamp("2024-12-01")
    assert len(Snapshot(date(2025, 4, 8)).table("japan_exports")) == len(on_the_day) - 24


# --- releases -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def releases() -> pd.DataFrame:
    return NOW.vintages("japan_trade_releases")


def one(releases, item, start, end, partner="United States", column="value_bn_jpy"):
    rows = releases[
        (releases["item"] == item)
        & (releases["partner"] == partner)
        & (releases["period_start"] == start)
        & (releases["period_end"] == end)
    ]
    return rows[column].dropna().iloc[0]


@pytest.mark.parametrize(("start", "end"), [("2025-04-01", "2025-04-30"), ("2025-04-01", "2025-09-30")])
def test_exports_less_imports_is_the_surplus(releases, start, end):
    surplus = one(releases, "exports", start, end) - one(releases, "imports", start, end)
    assert surplus == pytest.approx(one(releases, "trade surplus", start, end), abs=0.11)


def test_value_number_and_price_of_august_fit(releases):
    """Value = number x price; three figures of one release, thenews.ne.jp 17 September 2025."""
    value, number, price = (
        one(releases, item, "2025-08-01", "2025-08-31", column="yoy_pct")
        for item in ("cars", "car numbers", "car unit value")
    )
    assert (1 + number / 100) * (1 + price / 100) == pytest.approx(1 + value / 100, abs=0.001)


def test_the_year_2025_against_the_file(exports, releases):
    """Jiji, 22 January 2026: 5,340.9bn, -11.4 %; the first half is in the file."""
    cars = one(releases, "cars", "2025-01-01", "2025-12-31")
    assert round(100 * (cars * 1e6 / year(exports, "United States", "motor_vehicles_kjpy") - 1), 1) == -11.4
    assert year(exports, "United States", "motor_vehicles_kjpy", 2025) / 1e6 < cars


def test_the_half_year_contains_its_first_three_months(exports, releases):
    half = one(releases, "cars", "2025-04-01", "2025-09-30")
    first = exports.loc["United States", "motor_vehicles_kjpy"].loc["2025-04-01":"2025-06-01"].sum() / 1e6
    assert 0.45 < first / half < 0.55


# --- prices, tariffs ------------------------------------------------------------------------


def test_the_two_wordings_of_the_price_index_stay_close():
    prices = NOW.vintages("boj_export_prices_cars")
    contract = prices[prices["basis"] == "contract currency"].pivot(index="month", columns="item", values="yoy_pct")
    both = contract.dropna()
    assert len(both) == 3
    assert (both["cars to North America"] - both["cars to the United States"]).abs().max() <= 0.61


def test_the_car_duty_as_kyodo_and_the_federal_register_have_it():
    """2.5 to 27.5 on 3 April 2025 (90 FR 14705), to 15 on 16 September 2025 (Kyodo, AP, Jiji)."""
    duty = NOW.vintages("tariff_timeline").dropna(subset="car_duty_pct")
    assert list(zip(duty["date"].dt.strftime("%Y-%m-%d"), duty["car_duty_pct"], strict=True)) == [
        ("2025-04-02", 2.5),
        ("2025-04-03", 27.5),
        ("2025-09-16", 15.0),
    ]


# --- carmakers ------------------------------------------------------------------------------


def test_toyota_said_180_billion_yen_and_the_press_made_it_1_2_to_1_25_billion_dollars():
    """Jiji 8 May 2025; Automotive News 8 May; Wall Street Journal by way of SAN."""
    hits = NOW.vintages("carmaker_tariff_hits")
    toyota = hits[(hits["company"] == "Toyota") & (hits["period_end"] == "2025-05-31")]
    assert toyota["hit_bn_jpy"].dropna().tolist() == [180]
    assert toyota["hit_bn_usd"].dropna().tolist() == [1.2, 1.25]


def test_the_makers_first_quarter_and_nine_months():
    """Jiji 12 February 2026: 2,100.9bn in nine months, Nissan 232, Honda 289.8, Subaru 216.6, Toyota 1.2tn."""
    hits = NOW.vintages("carmaker_tariff_hits")
    hits = hits[(hits["kind"] == "actual") & (hits["period_end"] == "2025-12-31")].set_index("company")
    assert hits.loc["Seven makers", "hit_bn_jpy"] == 2100.9
    named = hits.loc[["Honda", "Nissan", "Subaru"], "hit_bn_jpy"].sum() + 1000 * hits.loc["Toyota", "hit_tn_jpy"]
    assert named == pytest.approx(1938.4) and named < 2100.9


def test_the_makers_profits_sum_to_what_kyodo_says_of_them():
    """Kyodo via livedoor, 7 August 2025: about 2.67tn yen, over three tenths of the seven makers' profit of FY2024."""
    facts = NOW.vintages("carmaker_facts")
    profits = facts.query("metric == 'operating profit' and period == 'FY2024'").set_index("subject")["value_bn_jpy"]
    hits = NOW.vintages("carmaker_tariff_hits").query("company == 'Seven makers'").set_index("released")
    assert len(profits) == 7
    assert 0.3 < hits.loc["2025-08-07", "hit_bn_jpy"].max() / profits.sum() < 0.4
    # Its summary at the SEC, 8 May 2025, has 4,795,586 million yen; the press cut the last digits instead of rounding.
    assert profits["Toyota"] == pytest.approx(4795.586, abs=0.1)
    assert profits["Honda"] == pytest.approx(1210, abs=5)  # CBT News, 13 May 2025: 1.21tn


def test_us_sales_of_japanese_makers_are_made_there_or_imported():
    facts = (
        NOW.vintages("carmaker_facts").query("subject == 'Japanese makers'").set_index("metric")["value_mn_vehicles"]
    )
    assert facts["US sales"] == pytest.approx(
        facts["US sales built in the US"] + facts["US sales imported from Japan, Mexico and elsewhere"]
    )


# --- deals, talks, estimates ----------------------------------------------------------------


def test_sums_of_the_deal():
    """AFP: 550bn pledged, first tranche 36bn; Jiji: Nippon Steel paid 14.9bn."""
    deals = NOW.vintages("trade_deals").dropna(subset="value_bn_usd").set_index("date")["value_bn_usd"]
    assert deals["2025-07-22"] == 550 and deals["2026-02-17"] == 36 and deals["2025-06-18"] == 14.9


def test_rounds_run_in_order_and_name_a_us_side():
    talks = NOW.vintages("trade_talks")
    rounds = talks[talks["topic"].str.startswith("round")]
    assert rounds["topic"].tolist() == [f"round {n}" for n in range(1, 8)]
    assert rounds["date"].is_monotonic_increasing
    assert rounds[["treasury_secretary", "commerce_secretary", "trade_representative"]].fillna(False).any(axis=1).all()


def test_the_cuts_of_japan_are_those_of_the_timeline():
    """Two tables, one duty: Federal Register and Kyodo."""
    duty = NOW.vintages("tariff_timeline").dropna(subset="car_duty_pct").set_index("date")["car_duty_pct"]
    cut = NOW.vintages("us_tariff_cuts").query("partner == 'Japan' and stage == 'in force'").iloc[0]
    assert [cut["base_pct"], cut["peak_pct"], cut["cut_to_pct"]] == list(duty)
    assert cut["date"] == duty.index[-1]


def test_a_cut_lies_between_the_old_rate_and_the_peak():
    cuts = NOW.vintages("us_tariff_cuts")
    assert ((cuts["base_pct"] <= cuts["cut_to_pct"]) & (cuts["cut_to_pct"] < cuts["peak_pct"])).all()
    whole = cuts[cuts["cut_to_pct"] == cuts["base_pct"]]
    assert whole[["partner", "goods", "stage"]].values.tolist() == [["United Kingdom", "steel", "agreed"]]
    assert (
        cuts.set_index(["partner", "goods", "stage"])["date"]
        .unstack()
        .pipe(lambda d: (d["agreed"] < d["in force"]) | d["in force"].isna())
        .all()
    )


def test_all_vehicles_are_light_and_heavy():
    """Wards' light vehicles and the BEA's total of the same months leave 0.4 to 0.5 million heavy trucks."""
    sold = NOW.table("us_vehicle_sales").pivot(index="month", columns="vehicles", values="sales_mn")
    heavy = (sold["all"] - sold["light"]).dropna()
    assert len(heavy) >= 3 and heavy.between(0.4, 0.5).all()


def test_two_copies_of_the_sales_agree_but_for_revisions():
    copies = (
        NOW.vintages("us_vehicle_sales")
        .query("vehicles == 'all'")
        .pivot(index="month", columns="released", values="sales_mn")
    )
    both = copies.dropna()
    assert len(both) == 245 and (both.diff(axis=1).iloc[:, -1].abs() / both.iloc[:, 0] < 0.03).all()


def test_no_report_is_older_than_its_event():
    for name in ("trade_talks", "trade_deals", "pacific_pact"):
        rows = NOW.vintages(name)
        assert (rows["released"] >= rows["date"]).all(), name
    hits = NOW.vintages("carmaker_tariff_hits").query("kind == 'actual'")
    assert (hits["released"] > hits["period_end"]).all()


def test_published_estimates():
    """Reuters 27 March 2025 (0.2 and 0.52 for cars); NRI 3 April 2025 (0.76); Japan National Press
    Club on its guest of 17 April 2025 (1, spill-overs included); Kyodo 9 July 2025 (1.3 and 3.7)."""
    rows = NOW.vintages("tariff_gdp_estimates").set_index(["released", "estimator", "horizon"])["loss_pct_gdp"]
    assert rows.loc[("2025-03-27", "Dai-ichi Life Research", "with suppliers")].item() == 0.52
    assert rows.loc[("2025-04-03", "Nomura Research Institute")].max() == 0.76
    assert rows.loc[("2025-04-17", "Nomura Research Institute")].item() == 1
    assert rows.loc[("2025-07-09", "Daiwa Institute of Research", "2029")].item() == 3.7
    # ANN, 3 April 2025, by KBC and KFB; Toyo Keizai prints the same two.
    assert rows.loc[("2025-04-03", "Daiwa Institute of Research")].tolist() == [0.7, 2.9]
    assert rows.loc[("2025-04-23", "Daiwa Institute of Research")].tolist() == [0.9, 2.2, 0.5]
    cars = NOW.vintages("tariff_gdp_estimates").query("scope == 'car tariff' and not spillovers")["loss_pct_gdp"]
    assert cars.tolist() == [0.2, 0.2]


# --- trade with Japan, as America counts it ---------------------------------------------------------


def test_the_months_of_2025_add_up_to_the_year_on_the_page():
    """US Census Bureau, c5880: 145,842.0 million dollars of imports in 2025."""
    months = NOW.table("us_trade_with_japan").set_index("month").loc["2025", "imports_usd_mn"]
    assert months.sum() == pytest.approx(145_842.0, abs=0.5) and len(months) == 12


def test_every_month_since_2024_is_there_once():
    months = NOW.table("us_trade_with_japan")["month"]
    assert months.is_unique and months.iloc[0].year == 2024
    assert len(months) == (months.iloc[-1].year - 2024) * 12 + months.iloc[-1].month
