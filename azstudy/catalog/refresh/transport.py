"""One polite GET at a time: limits on time and size, and waiting when the service asks for it.

The service documents no rate limit, so a 429, a 5xx, a timeout or a cut-off answer is tried
again after a growing pause; anything else is final at once.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, NoReturn

import attrs

from azstudy.errors import RefreshError

if TYPE_CHECKING:
    import httpx

KEPT: Final = "The prices in use before are kept."
AGAIN: Final = "Run `azstudy data refresh` again; regions already fetched today are not fetched twice."
_BUSY: Final = frozenset({408, 425, 429})


@attrs.frozen(kw_only=True)
class Patience:
    """How long the refresh waits for the service, in seconds unless the name says otherwise.

    `page_limit_s` bounds one whole answer, so that a server which drips a byte now and then
    cannot hold the refresh for ever. A `Retry-After` above `longest_retry_after_s` ends the refresh.
    """

    tries: int = 6
    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0
    longest_retry_after_s: float = 300.0
    timeout_s: float = 30.0
    page_limit_s: float = 180.0
    page_limit_bytes: int = 64 * 1024 * 1024


def _utc_now() -> datetime:
    return datetime.now(tz=UTC)


@attrs.frozen(kw_only=True)
class Timing:
    """Where time and chance come from; tests put their own in."""

    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = _utc_now
    clock: Callable[[], float] = time.monotonic
    # Jitter spreads retries; nothing secret depends on it.
    random: Callable[[], float] = random.random


class _TryAgainError(Exception):
    """A passing trouble; `retry_after_s` is what the service asked for."""

    def __init__(self, reason: str, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


class JsonReader:
    """Reads JSON answers over one HTTP client, patiently.

    `requests` counts every request sent, `retries` those that were repeats.
    """

    def __init__(
        self,
        client: httpx.Client,
        *,
        patience: Patience,
        timing: Timing,
        on_wait: Callable[[float, str], None] = lambda seconds, reason: None,
    ) -> None:
        """Use `client`; `on_wait(seconds, reason)` is told about every pause before it begins."""
        self._client = client
        self._patience = patience
        self._timing = timing
        self.on_wait = on_wait
        self.requests = 0
        self.retries = 0

    def get(self, url: str) -> object:
        """The parsed JSON behind `url`.

        Raises:
            RefreshError: When the answer is final and bad, or stays bad after every try.
        """
        for attempt in range(1, self._patience.tries + 1):
            self.requests += 1
            try:
                return self._read(url)
            except _TryAgainError as trouble:
                if attempt == self._patience.tries:
                    raise RefreshError(
                        f"The price service could not be read after {attempt} tries (last: {trouble}). {KEPT} {AGAIN}"
                    ) from None
                self._pause(attempt, trouble)
                self.retries += 1
        raise AssertionError("tries is at least 1")

    def _pause(self, attempt: int, trouble: _TryAgainError) -> None:
        patience = self._patience
        wait = min(patience.first_wait_s * 2 ** (attempt - 1), patience.longest_wait_s)
        wait *= 0.5 + 0.5 * self._timing.random()
        if trouble.retry_after_s is not None:
            if trouble.retry_after_s > patience.longest_retry_after_s:
                raise RefreshError(
                    f"The price service asks to come back in {trouble.retry_after_s:,.0f} seconds. {KEPT} "
                    "Run `azstudy data refresh` then; regions already fetched are kept for one day."
                )
            wait = max(wait, trouble.retry_after_s)
        self.on_wait(wait, str(trouble))
        self._timing.sleep(wait)

    def _read(self, url: str) -> object:
        import httpx

        started = self._timing.clock()
        try:
            with self._client.stream("GET", url) as response:
                self._check_status(response)
                body = self._body(response, started)
                kind = response.headers.get("content-type", "")
        except httpx.TimeoutException:
            raise _TryAgainError(f"no answer within {self._patience.timeout_s:g} seconds") from None
        except (httpx.RequestError, httpx.InvalidURL) as problem:
            if "CERTIFICATE_VERIFY_FAILED" in str(problem):
                raise RefreshError(
                    f"The price service's certificate was not accepted ({problem}). {KEPT} Behind a company proxy, "
                    "point SSL_CERT_FILE at your company's certificate file."
                ) from None
            raise _TryAgainError(f"the connection failed: {problem or type(problem).__name__}") from None
        return _parse(body, kind)

    def _check_status(self, response: httpx.Response) -> None:
        status = response.status_code
        if status == 200:
            return
        if status in _BUSY or status >= 500:
            raise _TryAgainError(f"HTTP {status}", self._retry_after(response.headers.get("retry-after")))
        where = response.headers.get("location")
        moved = f", which points to {where}" if 300 <= status < 400 and where else ""
        raise RefreshError(
            f"The price service answered HTTP {status}{moved} for {response.url}. {KEPT} "
            "Check the address, a proxy in between, and whether this azstudy is the newest."
        )

    def _retry_after(self, header: str | None) -> float | None:
        """Seconds to wait from a Retry-After header: a number or an HTTP date (RFC 9110, 10.2.3)."""
        if not header:
            return None
        try:
            return max(0.0, float(int(header)))
        except ValueError:
            pass
        try:
            return max(0.0, (parsedate_to_datetime(header) - self._timing.now()).total_seconds())
        except (TypeError, ValueError):
            return None

    def _body(self, response: httpx.Response, started: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > self._patience.page_limit_bytes:
                raise RefreshError(f"One page of the price service is larger than {size:,} bytes. {KEPT}")
            if self._timing.clock() - started > self._patience.page_limit_s:
                raise _TryAgainError(f"an answer took longer than {self._patience.page_limit_s:g} seconds")
        return b"".join(parts)


def _parse(body: bytes, kind: str) -> object:
    if "html" in kind.lower() or body.lstrip()[:1] == b"<":
        raise RefreshError(
            f"The price service answered with a web page, not with prices. {KEPT} "
            "A network that asks you to sign in does this; open a browser once, then try again."
        )
    try:
        parsed: object = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as problem:
        raise _TryAgainError(f"the answer is cut off or is not JSON ({problem})") from None
    return parsed


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number JSON knows")
