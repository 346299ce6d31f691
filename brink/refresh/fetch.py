"""One polite way to ask a publisher: retried, timed, measured, and never led to another host."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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
#: Addresses of one host that may go unanswered, one after another, before it is not asked any more.
UNANSWERED = 3
_LATER = "Run refresh again later; if it lasts, open the address in a browser."


@dataclass(frozen=True)
class Page:
    """An answer: the address it came from, its decompressed body, and what the server says it is.

    ``measured`` says that the server told how long its answer is, so that what came is all it meant to send.
    """

    source: str
    url: str
    body: bytes
    kind: str = ""
    measured: bool = False

    def fault(
        self, what: str, remedy: str = "The publisher may have changed its format: compare with the adapter."
    ) -> SourceError:
        """Return the error that says what is wrong with this answer."""
        return SourceError(self.source, self.url, what, remedy)


@dataclass(frozen=True)
class Request:
    """One address to ask, for whom, and how.

    ``own_agent=False`` leaves the client library's own User-Agent in place, for publishers that do not answer to any
    other. ``accept`` is the media type wanted. ``token`` is handed to the publisher's own host, never to a mirror.
    ``web_page`` says that a web page is what is wanted; from all others it is a fault.
    """

    url: str
    source: str
    own_agent: bool = True
    accept: str = ""
    token: str = ""
    web_page: bool = False

    def fault(
        self, what: str, remedy: str = _LATER, *, unreachable: bool = False, status: int | None = None
    ) -> SourceError:
        """Return the error that says why no answer could be had."""
        return SourceError(self.source, self.url, what, remedy, unreachable=unreachable, status=status)


class Fetcher:
    """Fetch addresses with retries, limits and manners.

    Parameters
    ----------
    mirror : str, optional
        Base address that stands in for every publisher: ``https://host/path`` is asked for as
        ``MIRROR/host/path``.
    connect, read : float
        Seconds to wait for a connection, and for each piece of the answer.
    silence : float
        Seconds a host may let us wait without any sign of life, over all attempts; then it counts as down.
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
        silence: float = 40,
        deadline: float = 180,
        limit: int = 64 * 2**20,
        pause: float = 1.0,
        tries: int = 4,
        backoff: float = 1.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.mirror = mirror.rstrip("/") if mirror else None
        self.connect, self.read, self.silence = connect, read, silence
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

    def get(
        self,
        url: str,
        source: str,
        *,
        own_agent: bool = True,
        accept: str = "",
        token: str = "",
        web_page: bool = False,
    ) -> Page:
        """Return the answer to ``url``, or raise :class:`~brink.errors.SourceError`; see :class:`Request`.

        A host that forbids the request is asked once more under the other User-Agent, and from then on under the one
        it answered to.
        """
        request = Request(url, source, own_agent, accept, token, web_page)
        host = self._host(urlsplit(url).netloc)
        agent = own_agent if host.own_agent is None else host.own_agent
        try:
            return self._asked(replace(request, own_agent=agent), host)
        except SourceError as error:
            if error.status != 403 or host.own_agent is not None:
                raise
            page = self._asked(replace(request, own_agent=not agent), host)
            host.own_agent = not agent
            return page

    def waiting(self, source: str) -> float:
        """Return for how many seconds a source has let us wait without a sign of life; zero where nobody waits."""
        since = min((h.silent_since for h in list(self._hosts.values()) if source in h.waiting), default=None)
        return 0.0 if since is None else self.clock() - since

    def _asked(self, request: Request, host: _Host) -> Page:
        """Ask until an answer comes, or it is clear that none will."""
        from urllib3.util import Retry

        if host.down:
            raise request.fault(host.down, unreachable=True)
        host.wait_turn(self)
        tries = 1 if host.unanswered else self.tries  # a host in trouble is not asked over and over for each address
        retry, started = Retry(tries - 1, backoff_factor=self.backoff, backoff_max=60), self.clock()
        host.begin(request.source, started)
        try:
            while True:
                try:
                    page = self._once(request, host, started)
                    host.answered, host.unanswered = True, 0
                    return page
                except _TryAgain as trouble:
                    error, answer = trouble.error, trouble.answer
                if not retry.total:
                    host.give_up(error)
                    raise error
                retry = retry.increment("GET", request.url, error=OSError(error.what))
                self._wait(request, host, error, started, _asked_for(retry, answer), retry.get_backoff_time())
        finally:
            host.waiting.discard(request.source)

    def _wait(
        self, request: Request, host: _Host, error: SourceError, started: float, asked: float | None, backoff: float
    ) -> None:
        """Wait before the next attempt, unless that would be too long."""
        wait = (backoff or self.backoff) if asked is None else asked
        now = self.clock()
        if now - started + wait > self.deadline:
            raise request.fault(
                f"{error.what}; the next attempt would be in {wait:.0f} s",
                "That is past the time limit of one request: run refresh again after that.",
                status=error.status,
            )
        if asked is not None:
            host.silent_since = now + asked  # told to wait, we are not kept waiting
        elif now - host.silent_since + wait > self.silence:
            host.give_up(error)
            raise error
        self.sleep(wait)
        host.wait_turn(self)

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

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {"Accept-Encoding": "gzip, deflate"}
        if request.own_agent:
            headers["User-Agent"] = self._own.agent
        if request.accept:
            headers["Accept"] = request.accept
        if request.token and not self.mirror:
            headers["Authorization"] = f"Bearer {request.token}"
        return headers

    def _once(self, request: Request, host: _Host, started: float) -> Page:
        """Ask one time, following redirects that stay with the host."""
        session = self._session()
        headers = self._headers(request)
        address = self.address(request.url)
        for _ in range(SAME_HOST_HOPS + 1):
            answer = self._response(session, address, headers, request, host)
            host.silent_since = self.clock()
            if not answer.is_redirect:
                break
            target = urljoin(address, answer.headers["Location"])
            answer.close()
            if not self._same_place(address, target):
                raise request.fault(
                    f"it redirects to another place, {target}",
                    "Nothing was fetched from there. If the publisher has moved, correct the adapter's address.",
                )
            address = target
        else:
            raise request.fault("it redirects in a circle", "Open the address in a browser.")
        with answer:
            _refuse_status(request, answer)
            body = self._body(answer, request, host, started)
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        start = body[:400].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        if not request.web_page and (kind == "text/html" or start.startswith(_MARKUP)):
            raise request.fault("a web page came instead of data", "Open the address in a browser: it may say why.")
        if not body.strip():
            raise request.fault("the answer is empty")
        measured = "Content-Length" in answer.headers or answer.headers.get("Transfer-Encoding") == "chunked"
        return Page(request.source, request.url, body, kind, measured)

    def _response(
        self, session: Session, address: str, headers: dict[str, str], request: Request, host: _Host
    ) -> Response:
        """Return the head of an answer; what keeps it from coming is told apart."""
        import requests

        left = max(0.05, self.silence - (self.clock() - host.silent_since))
        timeout = (min(self.connect, left), min(self.read, left))
        try:
            return session.get(
                address, headers=headers, timeout=timeout, stream=True, allow_redirects=False, verify=True
            )
        except requests.exceptions.SSLError as error:
            raise request.fault(
                f"the certificate could not be verified ({_reason(error)})",
                "Check the clock and the certificates of this machine.",
                unreachable=True,
            ) from None
        except requests.exceptions.ProxyError as error:
            fault = request.fault(
                f"the proxy of this machine did not let it through ({_reason(error)})",
                "Correct or unset HTTP_PROXY, HTTPS_PROXY or ALL_PROXY.",
                unreachable=True,
            )
            raise _TryAgain(fault) from None
        except requests.exceptions.ReadTimeout:
            silent = self.clock() - host.silent_since
            raise _TryAgain(request.fault(f"no answer within {silent:.3g} s", unreachable=True)) from None
        except requests.exceptions.ConnectionError as error:
            broke = _broke(error)
            what = "the connection broke before an answer came" if broke else "the host could not be reached"
            raise _TryAgain(request.fault(f"{what} ({_reason(error)})", unreachable=not broke)) from None
        except requests.exceptions.RequestException as error:
            raise request.fault(f"the request failed ({_reason(error)})") from None

    def _body(self, answer: Response, request: Request, host: _Host, started: float) -> bytes:
        import requests

        body = bytearray()
        try:
            for piece in answer.iter_content(2**16):
                host.silent_since = self.clock()
                body += piece
                if len(body) > self.limit:
                    raise request.fault(
                        f"the decompressed answer is larger than {self.limit / 2**20:g} MB",
                        "No table of this record is near that size: do not trust the answer.",
                    )
                if self.clock() - started > self.deadline:
                    raise request.fault(f"the answer was not complete after {self.deadline:g} s")
        except requests.exceptions.RequestException as error:
            fault = request.fault(f"the answer was cut off after {len(body)} bytes ({_reason(error)})")
            raise _TryAgain(fault) from None
        return bytes(body)

    def _same_place(self, address: str, target: str) -> bool:
        here, there = urlsplit(address), urlsplit(target)
        if (here.scheme, here.netloc) != (there.scheme, there.netloc):
            return False
        if not self.mirror:
            return True
        base = len(urlsplit(self.mirror).path.strip("/").split("/")) if urlsplit(self.mirror).path.strip("/") else 0
        return here.path.split("/")[: base + 2] == there.path.split("/")[: base + 2]


#: How a web page begins.
_MARKUP = (b"<!doctype html", b"<html")


def _refuse_status(request: Request, answer: Response) -> None:
    status = answer.status_code
    if status == 200:
        return
    what = f"the server answered {status} {answer.reason}{_own_words(answer)}"
    if status in TRANSIENT:
        raise _TryAgain(request.fault(what, status=status), answer.raw)
    moved = "The file may have moved: look for it on the publisher's site."
    raise request.fault(what, moved if status in (404, 410) else _LATER, status=status)


#: Where services put what they have to say about a refusal.
_SAYS = ("MESSAGE", "message", "error", "detail", "title")


def _own_words(answer: Response) -> str:
    """Return what a service itself says of a refusal, in brackets, where it says it in a form made for programs."""
    try:
        said = json.loads(next(answer.iter_content(4096), b""))
    except (OSError, ValueError):
        return ""
    words = [str(said[key]) for key in _SAYS if said.get(key)] if isinstance(said, dict) else []
    return f" ({': '.join(words)[:200]})" if words else ""


def _asked_for(retry: Retry, answer: BaseHTTPResponse | None) -> float | None:
    """Return the seconds a server asks to wait, if it says so legibly."""
    from urllib3.exceptions import InvalidHeader

    try:
        return retry.get_retry_after(answer) if answer is not None else None
    except InvalidHeader:
        return None


def _chain(error: Exception) -> Iterator[Exception]:
    """Yield a network error and those it was raised from, the outermost first."""
    part: Exception | None = error
    while part is not None:
        yield part
        inner = getattr(part, "reason", None)
        part = inner if isinstance(inner, Exception) else next((p for p in part.args if isinstance(p, Exception)), None)


def _reason(error: Exception) -> str:
    """Return the innermost reason of a chained network error, in one line, whole."""
    *_, inner = _chain(error)
    line = " ".join(str(inner).split()) or type(inner).__name__
    return re.sub(r"^\w*Connection\w*\(.*?\): ", "", line)


def _broke(error: Exception) -> bool:
    """Return whether a connection was there and broke: requests has one class for that and for none at all."""
    from urllib3.exceptions import ProtocolError

    return any(isinstance(part, ProtocolError) for part in _chain(error))


class _TryAgain(Exception):
    def __init__(self, error: SourceError, answer: BaseHTTPResponse | None = None):
        super().__init__(str(error))
        self.error, self.answer = error, answer


class _Host:
    """When a host was last asked, whether it answers at all, and since when it has kept silent."""

    def __init__(self) -> None:
        self.down = ""
        self.answered = False
        self.own_agent: bool | None = None
        self.unanswered = 0
        self.next = 0.0
        self.silent_since = 0.0
        self.waiting: set[str] = set()
        self.lock = threading.Lock()

    def begin(self, source: str, now: float) -> None:
        """Note that ``source`` waits for this host from ``now`` on."""
        self.silent_since = now
        self.waiting.add(source)

    def give_up(self, error: SourceError) -> None:
        """Count an address that got no answer; a host that never spoke, or fails time and again, is left alone."""
        self.unanswered += 1
        if (error.unreachable and not self.answered) or self.unanswered >= UNANSWERED:
            self.down = f"not asked, for its host failed a moment ago ({error.what})"

    def wait_turn(self, fetcher: Fetcher) -> None:
        """Wait until the host may be asked again."""
        with self.lock:
            now = fetcher.clock()
            wait = max(0.0, self.next - now)
            self.next = max(now, self.next) + fetcher.pause
        if wait:
            fetcher.sleep(wait)
