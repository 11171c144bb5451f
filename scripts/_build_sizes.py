"""`sizes.csv` and `size_conflicts.csv`: the published facts of every VM size."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from _build_common import BuildError, Row, boolean, number, one_line, read_table, record
from _build_names import ODD_NAMES, base_of_constrained, clean, promo, series
from _build_repairs import repaired
from _build_sources import as_of, short_id

# Our column, the input's column, how to read it. The order is that of azstudy.model.size.VmSize.
_FIELDS = (
    ("category", "category", "text"),
    ("vcpus", "vcpu_available", "number"),
    ("vcpus_base", "vcpu", "number"),
    ("memory_gib", "memory_gib", "number"),
    ("architecture", "arch", "text"),
    ("gpu_count", "gpu_count", "number"),
    ("gpu_model", "gpu_model", "text"),
    ("temp_disk_gib", "temp_disk_gib", "number"),
    ("local_nvme_gib", "nvme_local_gib", "number"),
    ("max_data_disks", "max_data_disks", "number"),
    ("max_nics", "max_nics", "number"),
    ("network_mbps", "network_mbps", "number"),
    ("uncached_iops", "uncached_iops", "number"),
    ("uncached_mbps", "uncached_mbps", "number"),
    ("burst_uncached_iops", "burst_uncached_iops", "number"),
    ("burst_uncached_mbps", "burst_uncached_mbps", "number"),
    ("cached_iops", "cached_iops", "number"),
    ("cached_mbps", "cached_mbps", "number"),
    ("cache_gib", "cache_gib", "number"),
    ("v2_ultra_iops", "v2_ultra_iops", "number"),
    ("v2_ultra_mbps", "v2_ultra_mbps", "number"),
    ("v2_ultra_burst_iops", "v2_ultra_burst_iops", "number"),
    ("v2_ultra_burst_mbps", "v2_ultra_burst_mbps", "number"),
    ("scsi_uncached_iops", "uncached_iops_scsi", "number"),
    ("scsi_uncached_mbps", "uncached_mbps_scsi", "number"),
    ("temp_disk_count", "temp_disk_count", "number"),
    ("temp_read_iops", "temp_read_iops", "number"),
    ("temp_read_mbps", "temp_read_mbps", "number"),
    ("temp_write_iops", "temp_write_iops", "number"),
    ("temp_write_mbps", "temp_write_mbps", "number"),
    ("local_nvme_count", "local_nvme_count", "number"),
    ("local_nvme_iops", "local_nvme_iops", "number"),
    ("local_nvme_mbps", "local_nvme_mbps", "number"),
    ("premium_storage", "premium_storage", "boolean"),
    ("ultra_disk", "ultra_disk", "boolean"),
    ("generations", "generations", "generations"),
    ("ephemeral_os", "ephemeral_os", "boolean"),
    ("ephemeral_placements", "ephemeral_placement", "list"),
    ("accelerated_networking", "accelerated_networking", "boolean"),
    ("encryption_at_host", "encryption_at_host", "boolean"),
    ("trusted_launch", "trusted_launch", "boolean"),
    ("confidential", "confidential", "text"),
    ("hibernation", "hibernation", "boolean"),
    ("memory_preserving_maintenance", "memory_preserving_maintenance", "boolean"),
    ("live_migration", "live_migration", "word"),
    ("nested_virtualization", "nested_virtualization", "boolean"),
    ("host_caching", "host_caching", "boolean"),
    ("write_accelerator", "write_accelerator", "boolean"),
    ("rdma", "rdma", "boolean"),
    ("spot_capable", "spot_capable", "boolean"),
    ("isolated", "isolated", "boolean"),
    ("constrained", "constrained_core", "boolean"),
    ("promo", "promo", "boolean"),
    ("has_specs", "", "specs"),
    ("credit_base_percent", "credit_base_pct", "number"),
    ("credit_initial", "credit_initial", "number"),
    ("credit_per_hour", "credit_per_hour", "number"),
    ("credit_max", "credit_max", "number"),
)
COLUMNS = ("name", "series", *(ours for ours, _, _ in _FIELDS), "source", "source_page", "as_of", "inherited")
CONFLICT_COLUMNS = ("name", "field", "used", "used_source", "other", "other_source", "as_of")
_INPUT_COLUMNS = (
    *("name", "series_norm", "src", "inherited", "docs_page", "docs_date"),
    *(theirs for _, theirs, _ in _FIELDS if theirs),
)
_OURS = {theirs: ours for ours, theirs, _ in _FIELDS if theirs}
_KEPT_BY_CONSTRAINED = ("vcpus_base", "memory_gib", "max_data_disks", "uncached_iops", "uncached_mbps")
# Best first: the page a learner can open, then Azure's own SKU records, then lists made from them.
_SOURCE_ORDER = ("docs", "cli-recording", "karpenter-skus", "calculator", "autoscaler", "ga4gh", "azuredisk-csi")


def sizes(inputs: Path, priced: Iterable[str]) -> tuple[list[Row], list[Row]]:
    """Rows of `sizes.csv` and `size_conflicts.csv`; `priced` are the names the price list knows."""
    rows: dict[str, Row] = {}
    conflicts = {(row["name"], row["field"]): row for row in _documented_conflicts(inputs)}
    for given in read_table(inputs, "vm_sizes.csv", _INPUT_COLUMNS):
        row = _size(given)
        if row["name"] in rows:
            raise BuildError(f"Input 'vm_sizes.csv' lists {row['name']} twice.")
        rows[row["name"]] = row
        conflicts.update({(found["name"], found["field"]): found for found in _repair(row)})
    conflicts.update(_constrained_like_base(rows))
    categories = _categories(rows.values())
    for raw in sorted(set(priced)):
        name = clean(raw)
        if name not in rows:
            rows[name] = _priced_only(name, categories)
        if name in ODD_NAMES:
            used = (name, "karpenter, kept as published")
            other = (ODD_NAMES[name], "the name its siblings lead to expect")
            conflicts[name, "name"] = _conflict(name, "name", used, other, as_of("karpenter"))
        if name != raw:
            conflicts[name, "name"] = _name_conflict(name, raw)
    return list(rows.values()), list(conflicts.values())


def _size(given: Row) -> Row:
    row = {"name": clean(given["name"]), "series": given["series_norm"]}
    for ours, theirs, kind in _FIELDS:
        row[ours] = "true" if kind == "specs" else _cell(given[theirs], kind)
    found = {short_id(part.strip()) for part in given["src"].split(";") if part.strip()}
    if given["docs_page"]:
        found.add("docs")
    row["source"] = next(source for source in _SOURCE_ORDER if source in found)
    row["source_page"], date = _page(given)
    row["as_of"] = date or as_of(row["source"])
    row["inherited"] = ";".join(_inherited(given["inherited"]))
    return row


def _page(given: Row) -> tuple[str, str]:
    """The page behind a row and its date; some rows name the page only among their sources."""
    if given["docs_page"]:
        return given["docs_page"], given["docs_date"]
    match = re.search(r"docs:(\S+) ([0-9a-f]{8})", given["src"])
    old = re.search(r"docs:azure-docs (\S+) \((\d{4}-\d\d-\d\d)\)", given["src"])
    if old:
        return f"azure-docs/{old[1]}", old[2]
    return (f"azure-compute-docs/{match[1]}@{match[2]}", "") if match else ("", "")


def _cell(value: str, kind: str) -> str:
    if kind == "number":
        return number(value)
    if kind == "boolean":
        return boolean(value)
    if kind == "generations":
        return ";".join(part.strip().removeprefix("V") for part in value.split(",") if part.strip())
    if kind == "list":
        return ";".join(part.strip() for part in value.split(",") if part.strip())
    return value.lower() if kind == "word" else one_line(value)


def _inherited(given: str) -> list[str]:
    fields = {field for group in re.findall(r"\[([^\]]*)\]", given) for field in group.split("+")}
    names = set()
    for field in fields:
        names.update({"vcpus", "vcpus_base"} if field == "vcpu" else {_OURS.get(field, field)})
        names.update({"memory_gib"} if field == "memory" else ())
    return sorted(names & set(COLUMNS))


def _categories(rows: Iterable[Row]) -> dict[str, str]:
    """The category of each series whose sizes agree on one."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["series"], set()).add(row["category"])
    return {name: categories.pop() for name, categories in found.items() if len(categories) == 1}


def _priced_only(name: str, categories: dict[str, str]) -> Row:
    row = dict.fromkeys(COLUMNS, "")
    row.update(name=name, series=series(name), has_specs="false", source="karpenter", as_of=as_of("karpenter"))
    row["category"] = categories.get(row["series"], "")
    row["constrained"] = "true" if base_of_constrained(name) else "false"
    row["promo"] = "true" if promo(name) else "false"
    return row


def _documented_conflicts(inputs: Path) -> list[Row]:
    needed = ("name", "field", "existing", "existing_src", "docs", "docs_page", "docs_date", "used")
    conflicts = []
    for given in read_table(inputs, "vm_sizes_conflicts.csv", needed):
        docs_used = given["used"].startswith("docs")
        docs = (_plain(given["docs"]), f"docs: {given['docs_page']}")
        other = (_plain(given["existing"]), given["existing_src"])
        used, left = (docs, other) if docs_used else (other, docs)
        conflicts.append(
            _conflict(clean(given["name"]), _OURS.get(given["field"], given["field"]), used, left, given["docs_date"])
        )
    return conflicts


def _plain(value: str) -> str:
    try:
        return number(value)
    except BuildError:
        return one_line(value)


def _conflict(name: str, field: str, used: tuple[str, str], other: tuple[str, str], date: str) -> Row:
    return record(CONFLICT_COLUMNS, (name, field, *used, *other, date))


def _name_conflict(name: str, raw: str) -> Row:
    other = (f"{raw!r}", "karpenter")
    return _conflict(
        name, "name", (name, "azstudy: white space at the end is not part of a name"), other, as_of("karpenter")
    )


def _constrained_like_base(rows: dict[str, Row]) -> dict[tuple[str, str], Row]:
    """A constrained size keeps its base's disks and throughput (constrained-vcpu, azure-compute-docs).

    Where the lists say otherwise the base's value is used; returns the values that were replaced.
    """
    replaced = {}
    for row in rows.values():
        base = rows.get(base_of_constrained(row["name"]) or "")
        for field in _KEPT_BY_CONSTRAINED if base else ():
            if base and base[field] and row[field] and base[field] != row[field]:
                used = (base[field], f"its base {base['name']} (constrained-vcpu)")
                replaced[row["name"], field] = _conflict(
                    row["name"], field, used, (row[field], "size lists"), base["as_of"]
                )
                row[field] = base[field]
    return replaced


def _repair(row: Row) -> list[Row]:
    """Repair a row from the documentation and list every value that was replaced."""
    return [
        _conflict(row["name"], field, (value, f"docs: {page}"), (old, "size lists"), date)
        for field, value, old, (page, date) in repaired(row)
    ]
