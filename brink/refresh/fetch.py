"""One polite way to ask a publisher: retried, timed, measured, and never led to another host."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import brink
from brink.errors import SourceError

if TYPE_CHECKING:  # the HTTP client is loaded when something is fetched, not when the registry is read
    from requests import Response, Session
    from urllib3 import BaseHTTPResponse
    from urllib3.util import Retry

#: Statuses that say "later", not "no".
TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})
SAME_HOST_HOPS = 3


@dataclass(frozen=True)
class Page:
    """A complete answer: the address it came from and its decompressed body."""

    source: str
    url: str
    body: bytes

    def fault(
        self, what: str, remedy: str = "The publisher may have changed its format: compare with the adapter."
    ) -> SourceError:
        """Return the error that says what is wrong with this answer."""
        return SourceError(self.source, self.url, what, remedy)


class Fetcher:
    """Fetch addresses with retries, limits and manners.

    Parameters
    ----------
    mirror : str, optional
        Base address that stands in for every publisher: ``https://host/path`` is asked for as
        ``MIRROR/host/path``.
    connect, read : float
        Seconds to wait for a connection, and for each piece of the answer.
    deadline : float
        Seconds one address may take in all, waiting included.
    limit : int
        Largest body in bytes, measured after decompression.
    pause : float
        Seconds between two requests to one host.
    tries : int
        Attempts at one address.
    backoff : float
        Seconds of the first wait; each further one is twice as long. ``Retry-After`` goes before.
    sleep, clock : callable
        Replaced in tests.
    """

    def __init__(
        self,
        mirror: str | None = None,
        *,
        connect: float = 10,
        read: float = 30,
        deadline: float = 180,
        limit: int = 64 * 2**20,
        pause: float = 1.0,
        tries: int = 4,
        backoff: float = 1.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.mirror = mirror.rstrip("/") if mirror else None
        self.timeout = (connect, read)
        self.deadline, self.limit, self.pause = deadline, limit, pause
        self.tries, self.backoff = tries, backoff
        self.sleep, self.clock = sleep, clock
        self._own = threading.local()
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()

    def address(self, url: str) -> str:
        """Return where ``url`` is really asked for: at its host, or at the mirror."""
        if not self.mirror:
            return url
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return f"{self.mirror}/{parts.netloc}{parts.path}{query}"

    def get(self, url: str, source: str, *, own_agent: bool = True) -> Page:
        """Return the answer to ``url``, or raise :class:`~brink.errors.SourceError`.

        ``own_agent=False`` leaves the client library's own User-Agent in place, for publishers
        that do not answer to any other.
        """
        from urllib3.util import Retry

        host = self._host(urlsplit(url).netloc)
        if host.down:
            raise SourceError(source, url, "the host could not be reached a moment ago", _LATER, unreachable=True)
        started = self.clock()
        retry = Retry(self.tries - 1, backoff_factor=self.backoff, backoff_max=60)
        while True:
            host.wait_turn(self)
            try:
                return Page(source, url, self._once(url, source, own_agent, started))
            except _TryAgain as trouble:
                error, answer = trouble.error, trouble.answer
            if not retry.total:
                host.down = error.unreachable
                raise error
            retry = retry.increment("GET", url, error=OSError(error.what))
            wait = _asked_for(retry, answer)
            wait = retry.get_backoff_time() or self.backoff if wait is None else wait
            if self.clock() - started + wait > self.deadline:
                raise SourceError(
                    source,
                    url,
                    f"{error.what}; the next attempt would be in {wait:.0f} s",
                    "That is past the time limit of one request: run refresh again after that.",
                )
            self.sleep(wait)

    def _host(self, name: str) -> _Host:
        with self._guard:
            return self._hosts.setdefault(name, _Host())

    def _session(self) -> Session:
        if not hasattr(self._own, "session"):
            import requests

            self._own.session = requests.Session()
            self._own.agent = f"brink/{brink.__version__} (fact-check of public statistics) "
            self._own.agent += requests.utils.default_user_agent()
        session: Session = self._own.session
        return session

    def _once(self, url: str, source: str, own_agent: bool, started: float) -> bytes:
        import requests

        session = self._session()
        headers = {"Accept-Encoding": "gzip, deflate"} | ({"User-Agent": self._own.agent} if own_agent else {})

        def again(what: str, remedy: str, answer: Response | None = None, *, unreachable: bool = False) -> _TryAgain:
            raw = answer.raw if answer is not None else None
            return _TryAgain(SourceError(source, url, what, remedy, unreachable=unreachable), raw)

        address = self.address(url)
        for _ in range(SAME_HOST_HOPS + 1):
            try:
                answer = session.get(
                    address, headers=headers, timeout=self.timeout, stream=True, allow_redirects=False, verify=True
                )
            except requests.exceptions.SSLError as error:
                what = f"the certificate could not be verified ({_short(error)})"
                raise SourceError(
                    source, url, what, "Check the clock and the certificates of this machine.", unreachable=True
                ) from None
            except requests.exceptions.ReadTimeout:
                raise again(f"no answer within {self.timeout[1]:g} s", _LATER) from None
            except requests.exceptions.ConnectionError as error:
                broke = "Connection aborted" in str(error)
                what = "the connection broke before an answer came" if broke else "the host could not be reached"
                raise again(f"{what} ({_short(error)})", _LATER, unreachable=not broke) from None
            except requests.exceptions.RequestException as error:
                raise SourceError(source, url, f"the request failed ({_short(error)})", _LATER) from None
            if not answer.is_redirect:
                break
            target = urljoin(address, answer.headers["Location"])
            answer.close()
            if not self._same_place(address, target):
                raise SourceError(
                    source,
                    url,
                    f"it redirects to another place, {target}",
                    "Nothing was fetched from there. If the publisher has moved, correct the adapter's address.",
                )
            address = target
        else:
            raise SourceError(source, url, "it redirects in a circle", "Open the address in a browser.")
        with answer:
            if answer.status_code in TRANSIENT:
                raise again(f"the server answered {answer.status_code} {answer.reason}", _LATER, answer)
            if answer.status_code != 200:
                gone = answer.status_code in (404, 410)
                raise SourceError(
                    source,
                    url,
                    f"the server answered {answer.status_code} {answer.reason}",
                    "The file may have moved: look for it on the publisher's site." if gone else _LATER,
                )
            return self._body(answer, source, url, started, again)

    def _body(self, answer: Response, source: str, url: str, started: float, again: Callable[..., _TryAgain]) -> bytes:
        import requests

        body = bytearray()
        try:
            for piece in answer.iter_content(2**16):
                body += piece
                if len(body) > self.limit:
                    raise SourceError(
                        source,
                        url,
                        f"the decompressed answer is larger than {self.limit / 2**20:g} MB",
                        "No table of this record is near that size: do not trust the answer.",
                    )
                if self.clock() - started > self.deadline:
                    raise SourceError(source, url, f"the answer was not complete after {self.deadline:g} s", _LATER)
        except requests.exceptions.RequestException as error:
            raise again(f"the answer was cut off after {len(body)} bytes ({_short(error)})", _LATER) from None
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        start = bytes(body[:400]).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        if kind == "text/html" or start.startswith((b"<!doctype html", b"<html")):
            raise SourceError(
                source, url, "a web page came instead of data", "Open the address in a browser: it may say why."
            )
        if not body.strip():
            raise SourceError(source, url, "the answer is empty", _LATER)
        return bytes(body)

    def _same_place(self, address: str, target: str) -> bool:
        here, there = urlsplit(address), urlsplit(target)
        if (here.scheme, here.netloc) != (there.scheme, there.netloc):
            return False
        if not self.mirror:
            return True
        base = len(urlsplit(self.mirror).path.strip("/").split("/")) if urlsplit(self.mirror).path.strip("/") else 0
        return here.path.split("/")[: base + 2] == there.path.split("/")[: base + 2]


_LATER = "Run refresh again later; if it lasts, open the address in a browser."


def _asked_for(retry: Retry, answer: BaseHTTPResponse | None) -> float | None:
    """Return the seconds a server asks to wait, if it says so legibly."""
    from urllib3.exceptions import InvalidHeader

    try:
        return retry.get_retry_after(answer) if answer is not None else None
    except InvalidHeader:
        return None


def _short(error: Exception) -> str:
    """Return the innermost reason of a chained network error, in one line."""
    while True:
        inner = getattr(error, "reason", None) or (error.args[0] if error.args else None)
        if not isinstance(inner, Exception):
            line = (str(error).splitlines() or [type(error).__name__])[0]
            return re.sub(r"^\w*Connection\w*\(.*?\): ", "", line)[-160:]
        error = inner


class _TryAgain(Exception):
    def __init__(self, error: SourceError, answer: BaseHTTPResponse | None = None):
        super().__init__(str(error))
        self.error, self.answer = error, answer


class _Host:
    """When a host was last asked, and whether it answers at all."""

    def __init__(self) -> None:
        self.down = False
        self.next = 0.0
        self.lock = threading.Lock()

    def wait_turn(self, fetcher: Fetcher) -> None:
        with self.lock:
            now = fetcher.clock()
            wait = max(0.0, self.next - now)
            self.next = max(now, self.next) + fetcher.pause
        if wait:
            fetcher.sleep(wait)
