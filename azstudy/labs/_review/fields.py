"""The fields of a noun as form controls, made from the noun's own annotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.errors import AzstudyError
from azstudy.labs._controls import Choice, Choices, Control, Number, Toggle, Value
from azstudy.labs._review.edits import Edit, Place, at, parts, places
from azstudy.labs._review.size_menu import size_options
from azstudy.model.design import Design
from azstudy.model.facts import _Word
from azstudy.model.fields import LARGEST_NUMBER, RegionName, Zone
from azstudy.model.noun import Noun, NounKind, OneOfKind, attrs_fields, kinds
from azstudy.model.readers import FlagKind, Kind, ManyKind, NumberKind, OptionalKind, ParsedKind, TextKind, kind_of
from azstudy.model.sizename import SizeName

AZURE_NAMES: Final = {
    "availability_set": "availabilitySet",
    "caching": "caching",
    "capacity_reservation": "capacityReservationGroup",
    "data_disks": "dataDisks",
    "encryption_at_host": "encryptionAtHost",
    "eviction_policy": "evictionPolicy",
    "fault_domains": "platformFaultDomainCount",
    "generation": "hyperVGeneration",
    "hibernation": "hibernationEnabled",
    "host": "host",
    "host_group": "hostGroup",
    "instances": "sku.capacity",
    "iops": "diskIOPSReadWrite",
    "licence": "licenseType",
    "max_price_usd": "maxPrice",
    "max_shares": "maxShares",
    "mbps": "diskMBpsReadWrite",
    "nics": "networkInterfaces",
    "orchestration": "orchestrationMode",
    "os": "osType",
    "overprovision": "overprovision",
    "placement": "diffDiskSettings.placement",
    "priority": "priority",
    "proximity_group": "proximityPlacementGroup",
    "region": "location",
    "secure_boot": "secureBootEnabled",
    "security_type": "securityType",
    "single_placement_group": "singlePlacementGroup",
    "size": "vmSize",
    "size_gib": "diskSizeGB",
    "sku": "sku",
    "tier": "tier",
    "update_domains": "platformUpdateDomainCount",
    "vtpm": "vTpmEnabled",
    "write_accelerator": "writeAcceleratorEnabled",
    "zone": "zones",
    "zone_balance": "zoneBalance",
    "zones": "zones",
}
"""Field -> what Azure's resource properties call it; a field without an entry shows no second name."""

_ABBREVIATIONS: Final = {
    "gib": "GiB",
    "iops": "IOPS",
    "ip": "IP",
    "ips": "IPs",
    "mbps": "MB/s",
    "min": "(minutes)",
    "nic": "NIC",
    "nics": "NICs",
    "nsg": "NSG",
    "os": "OS",
    "sku": "SKU",
    "usd": "USD",
    "vm": "VM",
    "vtpm": "vTPM",
}
_STOPS: Final = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 16, 20, 24, 30, 32, 40, 48, 50, 60, 64, 75, 90, 100, 120, 127, 128)
_LARGE: Final = (200, 250, 256, 300, 500, 512, 600, 1000, 1023, 1024, 2048, 3000, 4095, 4096, 8192, 16384, 32767, 65536)
_UNSET: Final = "not set"
_LEFT_ALONE: Final = ("name", "resources", "tags", "description", "protected_settings")


@attrs.frozen(kw_only=True)
class Field:
    """One field of one noun: where it is, the control that shows it, and how both sides translate.

    Attributes:
        place: The noun.
        name: The field.
        control: Its control; named by the target as text.
        value: What the control shows now.
        plain: From a control's value to plain JSON.
        trials: Other values worth trying, as the control has them.
    """

    place: Place
    name: str
    control: Control
    value: Value
    plain: Callable[[Value], Any] = lambda value: value
    trials: tuple[Value, ...] = ()

    @property
    def target(self) -> str:
        """The field as text."""
        return self.control.name

    def edit(self, value: Value) -> Edit:
        """The change that gives it `value`."""
        return Edit(self.place, self.name, self.plain(value))

    def say(self, value: Value) -> str:
        """A value in the words of its control."""
        control = self.control
        if isinstance(control, Choice):
            return next((words for known, words in control.options if known == value), str(value))
        if isinstance(control, Choices):
            return ", ".join(words for known, words in control.options if known in value) or "none"
        if isinstance(control, Toggle):
            return "yes" if value else "no"
        return _UNSET if value is None or value == "" else f"{value:,}" if isinstance(value, int) else str(value)


def words_of(field: str) -> str:
    """A field's name in words.

    >>> words_of("os_disk"), words_of("max_price_usd")
    ('OS disk', 'max price USD')
    """
    return " ".join(_ABBREVIATIONS.get(word, word) for word in field.split("_"))


def _where(design: Design, place: Place) -> str:
    """A part in words: the resource's name, then the names of what lies inside.

    >>> from azstudy.model.vm import VirtualMachine
    >>> _where(Design("one", [VirtualMachine("web1", "D2s_v5")]), Place("VirtualMachine", "web1", ("os_disk",)))
    'web1, OS disk'
    """
    said = [place.name]
    for end, step in enumerate(place.steps, start=1):
        inner = attrs.evolve(place, steps=place.steps[:end])
        if isinstance(step, int):
            item = at(design, inner)
            named = getattr(item, "name", None) or getattr(item, "number", None)
            said[-1] = str(named or f"{said[-1]} {step + 1}")
        else:
            said.append(words_of(step))
    return ", ".join(said)


def fields_of(design: Design, place: Place, noun: Noun, catalog: Catalog) -> Iterator[Field]:
    """Every field of a noun and of the parts it always has (such as an OS disk) that a form can set."""
    readers = kinds(type(noun))
    for attribute in attrs_fields(type(noun)):
        name = attribute.name
        if name not in _LEFT_ALONE:
            made = _Maker(design, place, name, getattr(noun, name), catalog).make(readers[name])
            if made is not None:
                yield made
    for inner, held in parts(noun, place):
        if isinstance(inner.steps[-1], str):
            yield from fields_of(design, inner, held, catalog)


@attrs.frozen
class _Maker:
    """Makes the control of one field."""

    design: Design
    place: Place
    name: str
    value: Any
    catalog: Catalog

    def make(self, kind: Kind) -> Field | None:
        optional = isinstance(kind, OptionalKind)
        inner = kind.inner if isinstance(kind, OptionalKind) else kind
        if isinstance(inner, FlagKind):
            return self._flag(optional)
        if isinstance(inner, NumberKind):
            return self._number(inner, optional)
        if isinstance(inner, ManyKind):
            return self._many(inner)
        if isinstance(inner, NounKind | OneOfKind):
            return self._part(inner) if optional else None
        options = self._options(inner)
        if options is not None:
            return self._choice(options, optional)
        return None

    def _common(self) -> dict[str, Any]:
        return {
            "name": f"{self.place.text}.{self.name}",
            "label": f"{_where(self.design, self.place)}: {words_of(self.name)}",
            "property": AZURE_NAMES.get(self.name, ""),
        }

    def _field(self, control: Control, value: Value, trials: tuple[Value, ...], plain: Any = None) -> Field:
        more = {} if plain is None else {"plain": plain}
        others = tuple(trial for trial in trials if trial != value)
        return Field(place=self.place, name=self.name, control=control, value=value, trials=others, **more)

    def _flag(self, optional: bool) -> Field:
        if not optional:
            return self._field(Toggle(**self._common()), bool(self.value), (True, False))
        options = ((None, "Azure's choice"), (True, "yes"), (False, "no"))
        return self._field(Choice(**self._common(), options=options), self.value, (None, True, False))

    def _number(self, kind: NumberKind, optional: bool) -> Field:
        if kind == kind_of(Zone):
            options = (*(((None, "none (regional)"),) if optional else ()), *((n, f"zone {n}") for n in (1, 2, 3)))
            known = self.value in [value for value, _ in options]
            shown = options if known else (*options, (self.value, f"zone {self.value}"))
            return self._field(Choice(**self._common(), options=shown), self.value, tuple(v for v, _ in options))
        low, high = kind.range.low, kind.range.high
        stops = tuple(n for n in (*_STOPS, *_LARGE) if low <= n <= high)
        control = Number(
            **self._common(),
            minimum=max(low, -LARGEST_NUMBER),
            maximum=min(high, LARGEST_NUMBER),
            stops=stops or (low,),
            whole=kind.whole,
            optional=optional,
            empty=_UNSET,
        )
        return self._field(control, self.value, (*((None,) if optional else ()), *stops))

    def _many(self, kind: ManyKind) -> Field | None:
        """A list: its items can be left out; a list of zones or of names can also grow."""
        inner = kind.inner
        if isinstance(inner, NounKind | OneOfKind):
            return self._items(inner)
        options = tuple((str(n), f"zone {n}") for n in (1, 2, 3)) if inner == kind_of(Zone) else self._options(inner)
        if not options:
            return None
        now = tuple(str(inner.plain(item)) for item in self.value)
        options += tuple((item, item) for item in now if item not in [value for value, _ in options])
        names = tuple(str(value) for value, _ in options)
        trials = tuple(names[:n] for n in range(len(names) + 1)) + tuple((name,) for name in names)
        return self._field(Choices(**self._common(), options=options), now, trials, list)

    def _items(self, kind: NounKind | OneOfKind) -> Field | None:
        if not self.value:
            return None
        plain = [kind.plain(item) for item in self.value]
        named = [str(getattr(item, "name", "") or getattr(item, "disk", "") or "") for item in self.value]
        options = tuple((str(n), name or f"number {n + 1}") for n, name in enumerate(named))
        everything = tuple(value for value, _ in options)
        trials = tuple(everything[:n] for n in range(len(everything)))
        control = Choices(**self._common() | {"help": "Take the tick away to leave one out."}, options=options)
        return self._field(control, everything, trials, lambda kept: [plain[int(n)] for n in kept])

    def _part(self, kind: NounKind | OneOfKind) -> Field | None:
        """A part that may be absent: it can be taken away, and put in where it needs nothing but defaults."""
        here = self.value is not None
        empty = kind.plain(self.value) if here else {}
        if not here and not _buildable(kind):
            return None
        return self._field(Toggle(**self._common()), here, (not here,), lambda on: empty if on else None)

    def _options(self, kind: Kind) -> tuple[tuple[Value, str], ...] | None:
        """The values of a closed list, as plain values with their words; None where the list is open."""
        if kind == kind_of(RegionName):
            places = [self.catalog.region(name) for name in self.catalog.region_names("all")]
            return tuple((place.name, place.display) for place in sorted(places, key=lambda one: one.display))
        if kind.refers_to and isinstance(kind, TextKind):
            return tuple((name, name) for name in self._names(kind.refers_to))
        if isinstance(kind, ParsedKind) and kind.cls is SizeName:
            return size_options(self.catalog, self.value)
        if isinstance(kind, ParsedKind) and issubclass(kind.cls, _Word):
            return tuple((member.value, getattr(member, "label", member.value)) for member in kind.cls)
        return None

    def _names(self, pointing: tuple[str, ...]) -> tuple[str, ...]:
        """The shortest clear name of each thing of these kinds in the design."""
        found = [(path, type(noun).__name__) for path, _, noun in places(self.design)]
        last = Counter((path.rpartition("/")[2].casefold(), kind) for path, kind in found)
        return tuple(
            path.rpartition("/")[2] if last[path.rpartition("/")[2].casefold(), kind] == 1 else path
            for path, kind in found
            if kind in pointing
        )

    def _choice(self, options: tuple[tuple[Value, str], ...], optional: bool) -> Field:
        now = None if self.value is None else str(self.value)
        shown = ((None, _UNSET), *options) if optional else options
        known = [value for value, _ in shown]
        if now not in known:
            shown = (*shown, (now, str(now).removeprefix("Standard_")))
        return self._field(Choice(**self._common(), options=shown), now, tuple(known))


def _buildable(kind: NounKind | OneOfKind) -> bool:
    if isinstance(kind, OneOfKind):
        return False
    try:
        kind.read({}, "")
    except AzstudyError:
        return False
    return True
