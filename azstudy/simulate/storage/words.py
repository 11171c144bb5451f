"""Disks as a person writes them: "P30", "2 x P20 read only", "premium v2 1024 GiB 8000 IOPS 300 MB/s", or nouns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from azstudy.catalog.disks import DiskBook
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.model.disk import AttachedDisk, DataDisk, Disk, OsDisk
from azstudy.model.vm import VirtualMachine
from azstudy.model.words import Caching, DiskType

TEMP: Final = "temp"
NVME: Final = "nvme"
EXAMPLES: Final = '"P30", "2 x P20 read only", "premium v2 1024 GiB 8000 IOPS 300 MB/s", "os P10", "temp"'


@attrs.frozen
class LocalDisk:
    """Storage inside the host: "temp" (the temporary disk) or "nvme" (local NVMe disks)."""

    kind: str

    @property
    def name(self) -> str:
        """What it is called in results."""
        return self.kind


AnyDisk = DataDisk | OsDisk | LocalDisk
Named = tuple[str, AnyDisk]
"""A disk with the name that results call it by."""
Given = str | DataDisk | OsDisk | Disk | AttachedDisk | LocalDisk | Mapping[str, Any]

_TYPES: Final = (
    (r"premium(?: ssd)? ?v2|p(?:remium)? ?v2|pv2", DiskType.PREMIUM_V2),
    (r"ultra(?: ?ssd| ?disk)?", DiskType.ULTRA),
    (r"standard ?ssd", DiskType.STANDARD_SSD),
    (r"standard ?hdd|hdd", DiskType.STANDARD),
    (r"premium(?: ?ssd)?", DiskType.PREMIUM),
)
_NUMBER: Final = r"(\d[\d,]*(?:\.\d+)?)"
_FLAGS: Final = (
    (r"read[- ]?only", "caching", Caching.READ_ONLY),
    (r"read ?[-/]? ?write", "caching", Caching.READ_WRITE),
    (r"uncached|no[- ]cach(?:e|ing)|caching none", "caching", Caching.NONE),
    (r"on[- ]demand(?: bursting)?", "on_demand_bursting", True),
    (r"performance[- ]plus", "performance_plus", True),
    (r"zrs", "redundancy", "ZRS"),
    (r"lrs", "redundancy", "LRS"),
    (r"ephemeral", "ephemeral", True),
    (r"os(?: disk)?", "os", True),
    (r"temp(?:orary)?(?: disk)?", "local", TEMP),
    (r"(?:local )?nvme", "local", NVME),
)


def read_disks(given: object, book: DiskBook) -> tuple[Named, ...]:
    """Every disk with a name of its own: "os", "temp", "nvme", a noun's name, or data1, data2 in order.

    Raises:
        InvalidInputError: For no disk at all, a text that cannot be read, or two disks of one name.
        UnknownNameError: For a tier that does not exist.
    """
    if isinstance(given, VirtualMachine):
        given = (given.os_disk, *given.data_disks)
    items: Iterable[object] = (given,) if isinstance(given, (str, *_NOUNS, Mapping)) else _listed(given)
    found: list[Named] = []
    for item in items:
        for name, disk in _read(item, book):
            name = name or _next_name(disk, found)
            found.append((name, disk.evolve(name=name) if isinstance(disk, DataDisk) else disk))
    if not found:
        raise InvalidInputError(f"No disk was given. Write at least one, such as {EXAMPLES}.")
    names = [name for name, _ in found]
    for name in names:
        if names.count(name) > 1:
            raise InvalidInputError(f"Two disks are called {name!r}. Give each a name of its own.")
    return tuple(found)


_NOUNS: Final = (DataDisk, OsDisk, Disk, AttachedDisk, LocalDisk)


def _listed(given: object) -> Iterable[object]:
    if isinstance(given, Iterable):
        return given
    raise InvalidInputError(f"disks: {given!r} is not a list of disks. Write a list such as [{EXAMPLES}].")


def _next_name(disk: AnyDisk, found: list[Named]) -> str:
    if isinstance(disk, LocalDisk):
        return disk.kind
    if isinstance(disk, OsDisk):
        return "os"
    taken = {name for name, _ in found}
    return next(name for n in range(1, len(taken) + 2) if (name := f"data{n}") not in taken)


def _read(item: object, book: DiskBook) -> list[tuple[str, AnyDisk]]:
    if isinstance(item, str):
        return _from_text(item, book)
    if isinstance(item, DataDisk):
        return [(item.name, item)]
    if isinstance(item, OsDisk | LocalDisk):
        return [("", item)]
    if isinstance(item, Disk):
        fields = {n: getattr(item, n) for n in attrs.fields_dict(Disk) if n != "region"}  # type: ignore[arg-type]
        return [(item.name, DataDisk(**fields))]
    if isinstance(item, Mapping):
        disk = DataDisk(**{"name": "data", **item})
        return [(disk.name if "name" in item else "", disk)]
    if isinstance(item, AttachedDisk):
        raise InvalidInputError(f"{item!r} names a disk that is elsewhere. Give the disk itself.")
    raise InvalidInputError(f"{item!r} is not a disk. Write text or a noun, such as {EXAMPLES}.")


def _from_text(text: str, book: DiskBook) -> list[tuple[str, AnyDisk]]:
    name, _, rest = text.rpartition(":")
    words = f" {rest.lower().strip()} "
    count = 1
    many = re.match(r" (\d+) ?(?:x|×) ?(?=\S)| (\d+) (?=[pes]\d)", words)
    if many:
        count, words = int(many.group(1) or many.group(2)), f" {words[many.end() :]}"
    fields, words = _flags(words)
    kind, words = _kind(words)
    amounts, words = _amounts(words)
    tier, words = _tier(words, book, fields, text)
    leftover = re.sub(r"[\s,;+]|\b(?:with|and|disk|cache|caching|bursting|ssd)\b", "", words)
    if leftover:
        raise InvalidInputError(f"{text!r}: {leftover!r} cannot be read. Write disks such as {EXAMPLES}.")
    if not 1 <= count <= 1_000:
        raise InvalidInputError(f"{text!r}: {count} disks; write 1 or more.")
    disk = _noun(text, fields, tier, amounts, kind)
    names = [name.strip()] if count == 1 else [f"{name.strip()}{n}" if name else "" for n in range(1, count + 1)]
    return [(one, disk.evolve(name=one or "data") if isinstance(disk, DataDisk) else disk) for one in names]


def _flags(words: str) -> tuple[dict[str, Any], str]:
    fields: dict[str, Any] = {}
    for pattern, field, value in _FLAGS:
        words, hits = re.subn(rf"(?<=[\s,;])(?:{pattern})(?=[\s,;])", " ", words)
        if hits:
            fields[field] = value
    shared = re.search(rf"(?<=[\s,])shared(?: by)?(?: {_NUMBER})?(?=[\s,])", words)
    if shared:
        fields["max_shares"] = int(float((shared.group(1) or "2").replace(",", "")))
        words = words.replace(shared.group(0), " ", 1)
    zone = re.search(r"(?<=[\s,])zone (\d)(?=[\s,])", words)
    if zone:
        fields["zone"] = int(zone.group(1))
        words = words.replace(zone.group(0), " ", 1)
    return fields, words


def _tier(words: str, book: DiskBook, fields: dict[str, Any], text: str) -> tuple[str | None, str]:
    raised = re.search(r"(?<=[\s,])(?:at |as |tier )+([pes]\d+)(?=[\s,])", words)
    if raised:
        fields["tier"] = book.tier(raised.group(1)).tier
        words = words.replace(raised.group(0), " ", 1)
    found = re.search(r"(?<=[\s,])([a-z]\d+)(?=[\s,])", words)
    if not found:
        return None, words
    try:
        tier = book.tier(found.group(1), fields.get("redundancy", "LRS")).tier
    except UnknownNameError as problem:
        raise UnknownNameError(
            "disk tier", found.group(1), problem.suggestions, hint=f"It was read in {text!r}; write {EXAMPLES}."
        ) from None
    return tier, words.replace(found.group(0), " ", 1)


def _amounts(words: str) -> tuple[dict[str, float], str]:
    found: dict[str, float] = {}
    units = (("gib", r"gi?b", 1), ("gib", r"ti?b", 1_024), ("iops", r"iops", 1), ("mbps", r"mi?b(?:/s|ps)", 1))
    for field, unit, factor in units:
        hit = re.search(rf"(?<=[\s,]){_NUMBER} ?{unit}(?=[\s,])", words)
        if hit:
            found[field] = float(hit.group(1).replace(",", "")) * factor
            words = words.replace(hit.group(0), " ", 1)
    return found, words


def _kind(words: str) -> tuple[DiskType | None, str]:
    for pattern, kind in _TYPES:
        words, hits = re.subn(rf"(?<=[\s,])(?:{pattern})(?=[\s,])", " ", words)
        if hits:
            return kind, words
    return None, words


def _noun(
    text: str, fields: dict[str, Any], tier: str | None, amounts: dict[str, float], kind: DiskType | None
) -> AnyDisk:
    local = fields.pop("local", None)
    if local and not fields.get("ephemeral"):
        if fields or tier or amounts or kind:
            raise InvalidInputError(f"{text!r}: local storage comes with the size; write {local!r} alone.")
        return LocalDisk(local)
    if tier is None and kind is None and not fields.get("ephemeral"):
        raise InvalidInputError(f"{text!r} does not say what kind of disk it is. Write disks such as {EXAMPLES}.")
    if tier is not None:
        kind = {"P": DiskType.PREMIUM, "E": DiskType.STANDARD_SSD, "S": DiskType.STANDARD}[tier[0]]
    os_disk = fields.pop("os", False) or fields.get("ephemeral", False)
    fields["type"] = kind or DiskType.STANDARD_SSD
    gib = amounts.pop("gib", None)
    fields["size_gib"] = _whole(text, gib) if gib is not None else None if tier is None else _GIB[tier[1:]]
    if os_disk:
        if local:
            fields["placement"] = {TEMP: "ResourceDisk", NVME: "NvmeDisk"}[local]
        bad = (set(fields) - set(attrs.fields_dict(OsDisk))) | set(amounts)  # type: ignore[arg-type]
        if bad:
            raise InvalidInputError(f"{text!r}: an OS disk has no {', '.join(sorted(bad))}.")
        return OsDisk(**fields)
    if fields["size_gib"] is None:
        raise InvalidInputError(f"{text!r} has no size. Add it, such as '1024 GiB'.")
    if "iops" in amounts:
        fields["iops"] = _whole(text, amounts["iops"])
    if "mbps" in amounts:
        fields["mbps"] = amounts["mbps"]
    return DataDisk("data", **fields)


def _whole(text: str, value: float) -> int:
    if value != int(value) or value < 1:
        raise InvalidInputError(f"{text!r}: {value:g} is not a whole number of 1 or more.")
    return int(value)


_GIB: Final = {
    str(number): gib
    for number, gib in zip(
        (1, 2, 3, 4, 6, 10, 15, 20, 30, 40, 50, 60, 70, 80),
        (4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_767),
        strict=True,
    )
}
