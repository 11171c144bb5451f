"""A small invented price list, served by a real HTTP server that can misbehave in every way we know."""

from __future__ import annotations

import csv
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from azstudy.catalog.refresh import Patience, RefreshReport, Timing, refresh

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FACTOR = {"northeurope": 1.0, "swedencentral": 0.9, "westeurope": 1.1}
VCPUS = {
    f"Standard_{family}{count}{features}": count
    for family, features in (("D", "s_v5"), ("E", "s_v5"), ("F", "s_v2"), ("L", "as_v3"), ("D", "ads_v5"))
    for count in (2, 4, 8, 16, 32)
}
LICENCE = 0.046
SHARES = {"reservation_1y": 0.59, "reservation_3y": 0.38, "savings_plan_1y": 0.69, "savings_plan_3y": 0.51, "spot": 0.2}


def payg(size: str, region: str, os: str = "linux") -> float:
    """The invented pay-as-you-go price."""
    base = (0.06 if "_E" in size else 0.05) * VCPUS[size] * FACTOR[region]
    return round(base + (LICENCE * VCPUS[size] if os == "windows" else 0.0), 6)


def expected(region: str) -> dict[str, dict[str, float]]:
    """What a faultless refresh of one region gives."""
    found: dict[str, dict[str, float]] = {}
    for size in VCPUS:
        linux, windows = payg(size, region), payg(size, region, "windows")
        found.setdefault("linux-payg", {})[size] = linux
        found.setdefault("windows-payg", {})[size] = windows
        found.setdefault("linux-spot", {})[size] = round(linux * SHARES["spot"], 6)
        found.setdefault("windows-spot", {})[size] = round(windows * SHARES["spot"], 6)
        for term in ("reservation_1y", "reservation_3y"):
            hours = 8760 if term.endswith("1y") else 26280
            total = round(linux * SHARES[term] * hours, 2)
            found.setdefault(f"linux-{term}", {})[size] = round(total / hours, 8)
        for term in ("savings_plan_1y", "savings_plan_3y"):
            found.setdefault(f"linux-{term}", {})[size] = round(linux * SHARES[term], 6)
    return found


def row(size: str, region: str, price: float, **changes: Any) -> dict[str, Any]:
    """One row in the form of the API."""
    series = re.sub(r"\d", "", size.removeprefix("Standard_"))
    name = size.removeprefix("Standard_").replace("_", " ")
    return {
        "currencyCode": "USD",
        "tierMinimumUnits": 0.0,
        "retailPrice": price,
        "unitPrice": price,
        "armRegionName": region,
        "location": region.upper(),
        "effectiveStartDate": "2024-05-01T00:00:00Z",
        "meterId": f"{size}-{price}",
        "meterName": name,
        "productId": "DZH318Z0AAAA",
        "skuId": f"DZH318Z0AAAA/{name}",
        "productName": f"Virtual Machines {series} Series",
        "skuName": name,
        "serviceName": "Virtual Machines",
        "serviceId": "DZH313Z7MMC8",
        "serviceFamily": "Compute",
        "unitOfMeasure": "1 Hour",
        "type": "Consumption",
        "isPrimaryMeterRegion": True,
        "armSkuName": size,
    } | changes


def rows_of(size: str, region: str) -> list[dict[str, Any]]:
    """Everything the API lists for one size: the four offers we want among those we must not take."""
    linux, windows = payg(size, region), payg(size, region, "windows")
    plain = row(size, region, linux)
    on_windows = {"productName": plain["productName"] + " Windows"}
    cloud = {"productName": plain["productName"].removeprefix("Virtual Machines ") + " Cloud Services"}
    spot = {"skuName": plain["skuName"] + " Spot", "meterName": plain["meterName"] + " Spot"}
    low = {"skuName": plain["skuName"] + " Low Priority", "meterName": plain["meterName"] + " Low Priority"}
    dev = {"type": "DevTestConsumption"}
    plans = [
        {"term": term, "retailPrice": round(linux * share, 6), "unitPrice": round(linux * share, 6)}
        for term, share in (("3 Years", SHARES["savings_plan_3y"]), ("1 Year", SHARES["savings_plan_1y"]))
    ]
    one, three = (round(linux * SHARES[f"reservation_{y}y"] * 8760 * y, 2) for y in (1, 3))
    return [
        row(size, region, windows * 0.4, **cloud, **low),
        row(size, region, linux * 0.2, **low),
        row(size, region, linux, savingsPlan=plans),
        row(size, region, linux * 1.3, effectiveStartDate="2021-01-01T00:00:00Z"),
        row(size, region, linux * 0.9, effectiveStartDate="2027-01-01T00:00:00Z"),
        row(size, region, one, type="Reservation", reservationTerm="1 Year"),
        row(size, region, three, type="Reservation", reservationTerm="3 Years"),
        row(size, region, windows, **on_windows),
        row(size, region, linux, **on_windows, **dev),
        row(size, region, round(linux * SHARES["spot"], 6), **spot),
        row(size, region, round(windows * SHARES["spot"], 6), **on_windows, **spot),
        row(size, region, linux * SHARES["spot"], **on_windows, **spot, **dev),
        row(size, region, windows, **cloud),
    ]


def region_rows(region: str) -> list[dict[str, Any]]:
    """All rows of one region, with things that are not VMs among them."""
    host = row("Standard_D2s_v5", region, 5.0, productName="DSv5 Series Dedicated Host", armSkuName="DSv5_Type1")
    licence = row("Standard_D2s_v5", region, 0.05, productName="Windows Server", armSkuName="")
    licence |= {"meterName": "Reservation-Windows Svr (2 vCPU Burst)"}
    return [host, licence, *(each for size in VCPUS for each in rows_of(size, region))]


class PriceServer:
    """The API on 127.0.0.1.

    `faults` are taken one a request; `tamper` changes every page before it is sent; `log` holds (region, skip).
    """

    def __init__(self) -> None:
        self.rows = {region: region_rows(region) for region in FACTOR}
        self.page_size = 100
        self.faults: list[Callable[[BaseHTTPRequestHandler], bool] | None] = []
        self.tamper: Callable[[dict[str, Any], str, int], dict[str, Any]] = lambda page, region, skip: page
        self.on_request: Callable[[str, int], None] = lambda region, skip: None
        self.log: list[tuple[str, int]] = []
        self.paths: list[str] = []
        self.closing = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}/api/retail/prices"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def regions_asked(self) -> list[str]:
        return list(dict.fromkeys(region for region, _ in self.log))

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.paths.append(handler.path)
        fields = parse_qs(urlsplit(handler.path).query)
        wanted = dict(re.findall(r"(\w+) eq '([^']*)'", fields["$filter"][0]))
        skip = int(fields.get("$skip", ["0"])[0])
        region = wanted["armRegionName"]
        self.log.append((region, skip))
        self.on_request(region, skip)
        fault = self.faults.pop(0) if self.faults else None
        if fault and fault(handler):
            return
        # Values are case-sensitive in the version that is asked for, as in the real service.
        rows = self.rows.get(region, []) if wanted["serviceName"] == "Virtual Machines" else []
        page = rows[skip : skip + self.page_size]
        more = skip + self.page_size < len(rows)
        address = f"{self.url}?api-version={fields['api-version'][0]}&$filter={quote(fields['$filter'][0])}"
        body = {
            "BillingCurrency": "USD",
            "CustomerEntityId": "Default",
            "CustomerEntityType": "Retail",
            "Items": page,
            "NextPageLink": f"{address}&$skip={skip + self.page_size}" if more else None,
            "Count": len(page),
        }
        send(handler, json.dumps(self.tamper(body, region, skip)).encode())

    def change(self, change: Callable[[dict[str, Any]], dict[str, Any]], *regions: str) -> None:
        """Change every row of some regions (by default of all)."""
        for region in regions or self.rows:
            self.rows[region] = [change(dict(each)) for each in self.rows[region]]


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> bool:
    """Send one whole answer."""
    handler.send_response(status)
    for name, value in ({"Content_Type": "application/json"} | headers).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
    return True


class Faults:
    """Ways for one request to fail."""

    def __init__(self, closing: threading.Event) -> None:
        self._closing = closing

    def status(self, code: int, **headers: str) -> Callable[[BaseHTTPRequestHandler], bool]:
        return lambda handler: send(handler, b"{}", code, **headers)

    def body(self, body: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler], bool]:
        return lambda handler: send(handler, body, **headers)

    def cut(self, handler: BaseHTTPRequestHandler) -> bool:
        """Announce more bytes than are sent."""
        handler.send_response(200)
        handler.send_header("Content-Length", "5000")
        handler.end_headers()
        handler.wfile.write(b'{"Items": [')
        return True

    def hang(self, handler: BaseHTTPRequestHandler) -> bool:
        """Say nothing until the test is over."""
        self._closing.wait(20)
        return True

    def drip(self, handler: BaseHTTPRequestHandler) -> bool:
        """Send a space at a time, for ever."""
        handler.send_response(200)
        handler.end_headers()
        try:
            while not self._closing.is_set():
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.002)
        except OSError:
            pass
        return True

    def drop(self, handler: BaseHTTPRequestHandler) -> bool:
        """Close the line without an answer."""
        return True


@pytest.fixture(autouse=True)
def refreshed_prices_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about refreshed prices; elsewhere they are set aside."""
    monkeypatch.delenv("AZSTUDY_DATA", raising=False)


@pytest.fixture
def server() -> Iterator[PriceServer]:
    running = PriceServer()
    yield running
    running.close()


@pytest.fixture
def faults(server: PriceServer) -> Faults:
    return Faults(server.closing)


@pytest.fixture
def slept() -> list[float]:
    """The pauses a refresh asked for."""
    return []


@pytest.fixture
def timing(slept: list[float]) -> Timing:
    return Timing(sleep=slept.append, now=lambda: NOW, random=lambda: 1.0)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A bundled data folder: Linux everywhere, Windows and Spot in two regions, reservations in one."""
    folder = tmp_path / "data"
    write_csv(folder / "sizes.csv", ["name"], [[size] for size in VCPUS])
    columns = ["name", "display", "geography", "pair", "zones", "latitude", "longitude"]
    described = [("northeurope", "North Europe"), ("swedencentral", "Sweden Central"), ("westeurope", "West Europe")]
    described.append(("denmarkeast", "Denmark East"))
    write_csv(folder / "regions.csv", columns, [[name, display, "", "", "3", "", ""] for name, display in described])
    offers = {"linux-payg": sorted(FACTOR), "windows-payg": ["northeurope", "westeurope"]}
    offers |= {"linux-spot": ["northeurope", "westeurope"], "linux-reservation_1y": ["westeurope"]}
    provenance = []
    for offer, regions in offers.items():
        prices = [expected(region)[offer] for region in regions]
        sheet = [[size, *(format(column[size], ".8f") for column in prices)] for size in sorted(VCPUS)]
        write_csv(folder / "prices" / f"{offer}.csv", ["size", *regions], sheet)
        provenance += [[offer, r, "pricing-radar", "2026-08-22", str(len(VCPUS)), "true"] for r in regions]
    write_csv(folder / "prices" / "provenance.csv", ["offer", "region", "source", "as_of", "cells", "main"], provenance)
    marks = ["offer", "size", "region", "mark", "raw_usd_per_hour", "source", "reason"]
    write_csv(folder / "prices" / "marks.csv", marks, [])
    return folder


def write_csv(path: Path, header: list[str], rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


@pytest.fixture
def run(server: PriceServer, home: Path, data: Path, timing: Timing) -> Callable[..., RefreshReport]:
    """A refresh against the server with all the settings a test needs; arguments override them."""

    def refreshed(regions: Any = None, **changes: Any) -> RefreshReport:
        settings = {"base_url": server.url, "home": home, "data": data, "today": TODAY, "timing": timing}
        settings["patience"] = Patience(tries=3)
        return refresh(regions, **(settings | changes))

    return refreshed


@pytest.fixture
def catalogue() -> Any:
    """The invented price list, for tests that compute what is due."""

    class Catalogue:
        sizes = tuple(VCPUS)
        regions = tuple(sorted(FACTOR))
        expected = staticmethod(expected)
        payg = staticmethod(payg)
        row = staticmethod(row)
        today = TODAY
        now = NOW

    return Catalogue


def sheets(folder: Path) -> dict[tuple[str, str], dict[str, float]]:
    """The price sheets of a folder, read in the plainest way: (offer, region) -> size -> price."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for path in folder.glob("*-*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            for line in csv.DictReader(handle):
                for region, cell in line.items():
                    if region != "size" and cell:
                        found.setdefault((path.stem, region), {})[line["size"]] = float(cell)
    return found


@pytest.fixture
def read_sheets() -> Callable[[Path], dict[tuple[str, str], dict[str, float]]]:
    return sheets
