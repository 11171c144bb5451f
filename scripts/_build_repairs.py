"""Spec values where the input is known to be wrong, with the page that says so."""

from __future__ import annotations

import re

from _build_common import Row

_GPU = "azure-compute-docs/gpu-accelerated"
_V710 = (f"{_GPU}/nvadsv710-v5-series.md@0f864c9f", "2024-09-16")
_V620 = (f"{_GPU}/ngadsv620-series.md@2bc777fd", "2024-07-31")
_A10 = (f"{_GPU}/nvadsa10v5-series.md@2bc777fd", "2024-07-31")
_MI25 = (f"{_GPU}/nvv4-series.md@53b9767c", "2024-07-31")
_MI300X = (f"{_GPU}/ndmi300xv5-series.md@28da8f72", "2024-08-01")
_FPGA = ("azure-compute-docs/lifecycle/retirement/np-series-retirement.md@9785197c", "2026-09-25")
_H100 = (f"{_GPU}/ndh100v5-series.md@4c61ef1e", "2024-07-31")
_DDSV6 = ("azure-compute-docs/general-purpose/ddsv6-series.md@0e232f5f", "2024-07-29")
_DDSV4 = ("azure-compute-docs/general-purpose/ddsv4-series.md@2072bfd7", "2026-03-10")

Repair = tuple[str, str, str, tuple[str, str]]
"""Size, field, value, (page, date)."""

# A part of a GPU counts as one device, as Azure's own SKU records count it; the model says which part.
REPAIRS: tuple[Repair, ...] = (
    ("Standard_D128ds_v6", "temp_disk_gib", "7040", _DDSV6),
    ("Standard_D2ds_v4", "max_nics", "2", _DDSV4),
    ("Standard_ND96isr_H100_v5", "gpu_count", "8", _H100),
    ("Standard_ND96is_MI300X_v5", "gpu_count", "", _MI300X),
    *((f"Standard_NP{count}s", "gpu_count", "0", _FPGA) for count in (10, 20, 40)),
    *((f"Standard_NG{size}_V620_v1", "gpu_count", "1", _V620) for size in ("8ads", "16ads", "32ads", "32adms")),
    *((f"Standard_NV{size}_V710_v5", "gpu_count", "1", _V710) for size in ("4ads", "8ads", "12ads", "24ads", "28adms")),
)
_SHARES = {
    **dict(zip((f"Standard_NV{n}ads_V710_v5" for n in (4, 8, 12)), ("1/6", "1/3", "1/2"), strict=True)),
    **dict(zip((f"Standard_NG{n}ads_V620_v1" for n in (8, 16)), ("1/4", "1/2"), strict=True)),
    **dict(zip((f"Standard_NV{n}ads_A10_v5" for n in (6, 12, 18)), ("1/6", "1/3", "1/2"), strict=True)),
    **dict(zip((f"Standard_NV{n}as_v4" for n in (4, 8, 16)), ("1/8", "1/4", "1/2"), strict=True)),
}
_MODEL_IN_NAME = re.compile(r"_(A100|A10|H100|H200|T4|MI300X|V620|V710|GB200|GB300|RTXPRO6000BSE)(?:_|$)")
_SPELLED = {"RTXPRO6000BSE": "RTX PRO 6000 BSE", "V620": "Radeon Pro V620", "V710": "Radeon Pro V710"}
_MODEL_OF_SERIES = {
    "NCsv3": "V100",
    "NCrsv3": "V100",
    "NDrsv2": "V100",
    "NDasrv4": "A100",
    "NVsv2": "M60",
    "NVsv3": "M60",
    "NVasv4": "MI25",
}


def repaired(row: Row) -> list[tuple[str, str, str, tuple[str, str]]]:
    """Apply the repairs of one size to its row; returns (field, new value, old value, (page, date)) for each."""
    done = []
    for name, field, value, page in REPAIRS:
        if name == row["name"] and row[field] != value:
            done.append((field, value, row[field], page))
            row[field] = value
    row["gpu_model"] = _gpu_model(row)
    return done


def _gpu_model(row: Row) -> str:
    """The accelerator's name, with the share where a VM gets a part of one; empty where there is none."""
    match = _MODEL_IN_NAME.search(row["name"])
    model = _SPELLED.get(match[1], match[1]) if match else _MODEL_OF_SERIES.get(row["series"], "")
    share = _SHARES.get(row["name"], "")
    return f"{share} {model}".strip() if model else ""
