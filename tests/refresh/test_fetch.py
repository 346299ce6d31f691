"""How publishers are asked: politely, within limits, and never for long in vain."""

import time
from datetime import date

import pytest

from brink.errors import SourceError
from brink.refresh.feed import Ask, Feed
from brink.refresh.fetch import Fetcher
from brink.refresh.gather import Answer, gather

RATES = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
DEBT = "https://www.imf.org/external/datamapper/api/v1/GGXWDG_NGDP/JPN"


def at_once(server, **more):
    """A fetcher that doesn't really wait between attempts."""
    return Fetcher(server.url, **({"pause": 0, "sleep": lambda _: None} | more))


def test_the_pause_between_two_requests_to_a_host(server):
    waits = []
    asking = Fetcher(server.url, pause=5, sleep=waits.append, clock=lambda: 100.0)
    for _ in range(3):
        asking.get(RATES, "ECB")
    assert waits == [5, 10]


def test_the_user_agent_says_who_asks(server):
    asking = at_once(server)
    asking.get(DEBT, "IMF")
    agent = server.asked[-1][1]["User-Agent"]
    assert agent.startswith("brink/") and "python-requests" in agent
    asking.get("https://fred.stlouisfed.org/graph/fredgraph.csv?id=DGS10", "FRED", own_agent=False)
    assert server.asked[-1][1]["User-Agent"].startswith("python-requests/")


def agents(server):
    return [headers["User-Agent"].split("/")[0] for _, headers in server.asked]


def test_a_host_that_forbids_one_agent_is_asked_once_under_the_other_and_stays_with_it(server):
    server.faults["www.imf.org"] = "403 for our agent"
    asking = at_once(server)
    for _ in range(2):
        assert asking.get(DEBT, "IMF").body
    assert agents(server) == ["brink", "python-requests", "python-requests"]


def test_a_host_that_forbids_both_is_asked_twice(server):
    server.faults["www.imf.org"] = "403"
    with pytest.raises(SourceError) as caught:
        at_once(server).get(DEBT, "IMF")
    assert caught.value.status == 403 and len(server.asked) == 2


def test_a_media_type_is_asked_for(server):
    at_once(server).get(DEBT, "IMF", accept="application/json")
    assert server.asked[-1][1]["Accept"] == "application/json"


def test_a_token_goes_to_the_publisher_and_to_no_mirror(server):
    asking = at_once(server)
    asking.get(RATES, "ECB", token="secret")
    assert "Authorization" not in server.asked[-1][1]
    direct = Fetcher(pause=0)
    direct.address = asking.address
    direct.get(RATES, "ECB", token="secret")
    assert server.asked[-1][1]["Authorization"] == "Bearer secret"


def test_a_refusal_is_told_in_the_services_own_words(server):
    server.faults["www.ecb.europa.eu"] = "400 with a message"
    with pytest.raises(SourceError, match=r"400 .*\(Series code does not exist\)") as caught:
        at_once(server).get(RATES, "ECB")
    assert caught.value.status == 400


def test_a_web_page_is_a_fault_unless_it_is_wanted(server):
    server.faults["www.ecb.europa.eu"] = "web page"
    with pytest.raises(SourceError, match="a web page came"):
        at_once(server).get(RATES, "ECB")
    assert b"Maintenance" in at_once(server).get(RATES, "ECB", web_page=True).body


def test_without_a_mirror_the_address_is_the_publishers():
    assert Fetcher().address("https://host.example/a/b?c=d") == "https://host.example/a/b?c=d"
    assert Fetcher("http://m.example/base/").address("https://h.org/a?b=c") == "http://m.example/base/h.org/a?b=c"


def test_certificates_are_verified(server):
    """A server whose certificate nobody vouches for is not read: here one that speaks no TLS at all."""
    with pytest.raises(SourceError) as caught:
        Fetcher(tries=1).get(f"https://127.0.0.1:{server.server_port}/x", "Somebody")
    assert caught.value.unreachable


def test_a_host_that_is_down_is_asked_once():
    waits = []
    asking = Fetcher("http://127.0.0.1:9", sleep=waits.append, pause=0, tries=3)
    for _ in range(2):
        with pytest.raises(SourceError) as caught:
            asking.get("https://nowhere.example/a", "Nobody")
        assert caught.value.unreachable
    assert len(waits) == 2, "the second request tried again"


def test_a_host_that_fails_time_and_again_is_left_alone(server):
    server.faults["www.ecb.europa.eu"] = "500"
    asking = at_once(server, tries=3)
    errors = []
    for n in range(6):
        with pytest.raises(SourceError) as caught:
            asking.get(f"{RATES}?n={n}", "ECB")
        errors.append(caught.value)
    assert len(server.asked) == 3 + 1 + 1, "three attempts at the first address, one at each of two more, then none"
    assert [error.status for error in errors[:3]] == [500] * 3
    assert "failed a moment ago (the server answered 500" in errors[-1].what


def test_a_dead_proxy_is_named_with_the_whole_reason(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    with pytest.raises(SourceError) as caught:
        Fetcher(tries=1).get("https://publisher.example/file.csv", "Somebody")
    assert caught.value.what.startswith("the proxy of this machine did not let it through (")
    assert caught.value.what.endswith("Failed to establish a new connection: [Errno 111] Connection refused)")
    assert "HTTPS_PROXY" in caught.value.remedy
    assert caught.value.unreachable


# --- silence -------------------------------------------------------------------------------


def test_a_silent_host_is_given_up_after_its_time_over_all_attempts(server):
    server.faults["www.ecb.europa.eu"] = "time-out"
    asking = Fetcher(server.url, pause=0, read=0.2, silence=0.5, backoff=0.1)
    started = time.monotonic()
    with pytest.raises(SourceError, match="no answer within"):
        asking.get(RATES, "ECB")
    assert time.monotonic() - started < 0.9


def test_being_told_to_wait_is_not_silence(server):
    server.faults["www.ecb.europa.eu"] = "429 then success"
    waits = []
    assert Fetcher(server.url, pause=0, silence=1, sleep=waits.append).get(RATES, "ECB").body
    assert 7 in waits


def asks(fetcher, **collect):
    feeds = [Feed("t", source, f"https://{source}.example", how, "day") for source, how in collect.items()]
    fields = [{"name": "day", "type": "date"}]
    resource = {"as_of": {"column": "day"}, "schema": {"primaryKey": ["day"], "fields": fields}}
    return [Ask(fetcher, feed, date(2026, 12, 1), resource, []) for feed in feeds]


def test_one_sources_delay_holds_up_no_other():
    ended = {}

    def slow(_):
        time.sleep(0.6)
        return [{"day": "2026-01-01"}]

    started = time.monotonic()
    asked = asks(Fetcher(), slow=slow, quick=lambda _: [{"day": "2026-01-01"}])
    outcome = gather(asked, lambda feed, _: ended.setdefault(feed.source, time.monotonic() - started))
    assert all(isinstance(result, Answer) for result in outcome.values())
    assert ended["quick"] < 0.3 < ended["slow"]


def test_a_source_that_hangs_beyond_every_limit_is_left_behind(monkeypatch):
    """Looking up a host's name can hang where no time-out reaches."""
    import brink.refresh.gather as room

    monkeypatch.setattr(room, "GRACE", 0.3)
    fetcher = Fetcher("http://127.0.0.1:9", silence=0.2)
    monkeypatch.setattr(fetcher, "_once", lambda *_: time.sleep(30))
    asked = asks(fetcher, hung=lambda ask: ask.get("https://hung.example/x"), quick=lambda _: [{"day": "2026-01-01"}])
    started = time.monotonic()
    outcome = gather(asked)
    assert time.monotonic() - started < 3
    hung, quick = outcome.values()
    assert isinstance(quick, Answer) and hung.unreachable and "no sign of life" in hung.what


def test_all_limits_together_end_within_a_minute():
    """With everything silent a run takes the silence allowed and the grace; the rest is start and report."""
    import brink.refresh.gather as room

    assert Fetcher().silence + room.GRACE <= 50
