"""The Azure Retail Prices API: its versions, its filter and its pages.

Source: learn.microsoft.com, rest/api/cost-management/retail-prices/azure-retail-prices (API version
2023-01-01-preview), and the older full page in tongwu-msft/azure-rest-api-specs@007053ab (2021-12-13).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlencode, urlsplit

import attrs

from azstudy.catalog.refresh.transport import KEPT, JsonReader
from azstudy.errors import InvalidInputError, RefreshError

DEFAULT_BASE_URL: Final = "https://prices.azure.com/api/retail/prices"
API_VERSION: Final = "2023-01-01-preview"
SERVICE: Final = "Virtual Machines"
MAX_PAGES: Final = 1_000
"""More pages than any region needs: 8,000 rows at the smallest page size ever documented are 80."""

_VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})(-preview)?")
_CONDITION = re.compile(r"(\w+)\s+eq\s+'((?:[^']|'')*)'")
_FILTER = re.compile(rf"\s*{_CONDITION.pattern}(?:\s+and\s+{_CONDITION.pattern})*\s*")
_DEFAULT_PORT: Final = {"https": 443, "http": 80}
_LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@attrs.frozen
class ApiVersion:
    """One version of the API, by the text of its `api-version` parameter; "" is the version without one.

    >>> ApiVersion("2021-10-01-preview").case_sensitive, ApiVersion("2023-01-01-preview").case_sensitive
    (False, True)
    """

    name: str = attrs.field(default=API_VERSION)

    @name.validator
    def _known_form(self, _: object, name: str) -> None:
        if name and not _VERSION.fullmatch(name):
            raise InvalidInputError(f"API version {name!r} is not understood. Allowed: a date such as {API_VERSION}.")

    @property
    def case_sensitive(self) -> bool:
        """True where a filter value must be written exactly as the API spells it (from 2023-01-01-preview)."""
        return self._date >= "2023-01-01"

    @property
    def savings_plans(self) -> bool:
        """True where Consumption rows carry a `savingsPlan` list; only 2023-01-01-preview does."""
        return self.name == "2023-01-01-preview"

    @property
    def primary_filter(self) -> bool:
        """True where `meterRegion='primary'` can be asked for (from 2021-10-01-preview)."""
        return self._date >= "2021-10-01"

    @property
    def _date(self) -> str:
        return self.name[:10]


@attrs.frozen
class Query:
    """What is asked for: fields that must equal a value, all of them.

    >>> query = Query.parse("serviceName eq 'virtual machines'", ApiVersion("2023-01-01-preview"))
    >>> query.matches({"serviceName": "Virtual Machines"})
    False
    """

    conditions: tuple[tuple[str, str], ...]
    version: ApiVersion = attrs.field(factory=ApiVersion)

    @classmethod
    def parse(cls, text: str, version: ApiVersion | None = None) -> Query:
        """Read a filter such as `serviceName eq 'Virtual Machines' and armRegionName eq 'westeurope'`.

        Raises:
            InvalidInputError: For anything but `field eq 'value'` joined by `and`.
        """
        if not _FILTER.fullmatch(text):
            raise InvalidInputError(f"Filter {text!r} is not understood. Allowed: field eq 'value' [and …].")
        conditions = [(field, value.replace("''", "'")) for field, value in _CONDITION.findall(text)]
        return cls(tuple(conditions), version or ApiVersion())

    @property
    def text(self) -> str:
        """The filter as the API takes it."""
        return " and ".join(f"{field} eq '{value.replace(chr(39), chr(39) * 2)}'" for field, value in self.conditions)

    def matches(self, row: Mapping[str, object]) -> bool:
        """Whether the API, in this version, would return a row; the field `priceType` is `type` in a row."""
        by_name = {key.lower(): value for key, value in row.items()}
        for field, value in self.conditions:
            found = by_name.get("type" if field.lower() == "pricetype" else field.lower())
            if not isinstance(found, str):
                return False
            if found != value and (self.version.case_sensitive or found.lower() != value.lower()):
                return False
        return True

    def url(self, base_url: str) -> str:
        """The address of the first page; primary meters only, where the version allows it."""
        parameters = {"api-version": self.version.name} if self.version.name else {}
        if self.version.primary_filter:
            parameters["meterRegion"] = "'primary'"
        return f"{base_url}?{urlencode({**parameters, '$filter': self.text}, safe='$')}"


def vm_query(region: str, version: ApiVersion) -> Query:
    """Every VM price of one region."""
    return Query((("serviceName", SERVICE), ("armRegionName", region)), version)


def check_base_url(url: str) -> str:
    """The base URL without a closing slash.

    Raises:
        InvalidInputError: When it is not https (plain http is allowed on this machine only) or has a query.
    """
    clean = url.strip().rstrip("/")
    parts = urlsplit(clean)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)
    if not safe or not parts.hostname or parts.query or parts.fragment:
        raise InvalidInputError(
            f"Price address {url!r} cannot be used. Allowed: an https address without a query, e.g. {DEFAULT_BASE_URL}."
        )
    return clean


@attrs.frozen
class Page:
    """One page of price rows; `number` counts from 1 within a region."""

    number: int
    rows: tuple[Mapping[str, object], ...]


def pages(reader: JsonReader, query: Query, base_url: str) -> Iterator[Page]:
    """Every page of a query, following `NextPageLink`.

    Raises:
        RefreshError: When a page has another form or currency, or the links leave the service, turn in a
            circle, repeat a page or do not end.
    """
    url: str | None = query.url(base_url)
    seen_links: set[str] = set()
    seen_pages: set[bytes] = set()
    number = 0
    while url:
        number += 1
        if number > MAX_PAGES:
            raise RefreshError(f"The price service never ends: {MAX_PAGES:,} pages for {query.text}. {KEPT}")
        seen_links.add(url)
        rows, link = _read_page(reader.get(url), f"page {number} of {query.text}")
        if rows:
            fingerprint = _fingerprint(rows)
            if fingerprint in seen_pages:
                raise RefreshError(
                    f"The price service sent the same page twice (page {number} of {query.text}). {KEPT}"
                )
            seen_pages.add(fingerprint)
        yield Page(number, rows)
        url = _next_url(link, base_url)
        if url in seen_links:
            raise RefreshError(f"The price service's page links turn in a circle ({query.text}). {KEPT}")


def _read_page(answer: object, where: str) -> tuple[tuple[Mapping[str, object], ...], object]:
    if not isinstance(answer, dict):
        raise RefreshError(f"The price service sent {_kind(answer)} where an object is due ({where}). {KEPT}")
    rows = answer.get("Items")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RefreshError(f"The price service sent no list of price rows under `Items` ({where}). {KEPT}")
    currency = answer.get("BillingCurrency", "USD")
    if currency != "USD":
        raise RefreshError(f"The price service answered in {currency!r}, not in USD ({where}). {KEPT}")
    count = answer.get("Count")
    if isinstance(count, int) and count != len(rows):
        raise RefreshError(f"The price service announced {count} rows but sent {len(rows)} ({where}). {KEPT}")
    return tuple(rows), answer.get("NextPageLink")


def _next_url(link: object, base_url: str) -> str | None:
    if link is None or link == "":
        return None
    if not isinstance(link, str):
        raise RefreshError(f"The price service's next page link is {_kind(link)}, not an address. {KEPT}")
    try:
        same = _origin(link) == _origin(base_url)
    except ValueError:
        same = False
    if not same:
        raise RefreshError(
            f"The price service's next page link leads to another place, {link[:200]!r}, and was not followed. {KEPT}"
        )
    return link


def _origin(url: str) -> tuple[str, str | None, int | None]:
    # The API writes its own links with the port (":443"), so a missing port is the default one.
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise ValueError("a name or password in an address")
    return parts.scheme, parts.hostname, parts.port or _DEFAULT_PORT.get(parts.scheme)


def _fingerprint(rows: tuple[Mapping[str, object], ...]) -> bytes:
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).digest()


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), "a number")
