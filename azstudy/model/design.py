"""`Design`: a whole solution, and the ways to find things in it."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Self, TypeVar

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.autoscale import AutoscaleSetting
from azstudy.model.balancer import LoadBalancer
from azstudy.model.disk import Disk, DiskEncryptionSet, Snapshot
from azstudy.model.fields import Name, RegionName, Unique
from azstudy.model.gallery import Gallery
from azstudy.model.maintenance import MaintenanceConfiguration
from azstudy.model.network import ApplicationSecurityGroup, NatGateway, NetworkSecurityGroup, PublicIp, VNet
from azstudy.model.noun import Noun, kinds, noun
from azstudy.model.placement import AvailabilitySet, CapacityReservationGroup, HostGroup, ProximityPlacementGroup
from azstudy.model.protection import (
    BackupPolicy,
    DataCollectionRule,
    RecoveryPlan,
    RecoveryVault,
    ReplicatedVm,
    ReplicationPolicy,
)
from azstudy.model.scaleset import ScaleSet, StandbyPool
from azstudy.model.schedule_words import DefenderPlan
from azstudy.model.vm import Machine, VirtualMachine

Resource = (
    VirtualMachine
    | ScaleSet
    | VNet
    | NetworkSecurityGroup
    | ApplicationSecurityGroup
    | LoadBalancer
    | PublicIp
    | NatGateway
    | AvailabilitySet
    | ProximityPlacementGroup
    | HostGroup
    | CapacityReservationGroup
    | Disk
    | DiskEncryptionSet
    | Snapshot
    | AutoscaleSetting
    | StandbyPool
    | Gallery
    | MaintenanceConfiguration
    | BackupPolicy
    | RecoveryVault
    | ReplicationPolicy
    | ReplicatedVm
    | RecoveryPlan
    | DataCollectionRule
)
_Noun = TypeVar("_Noun", bound=Noun)


@attrs.frozen(kw_only=True)
class Reference:
    """One name that points from a resource to something else of the design.

    `path` is the field that holds it, e.g. `nics[0].subnet`; `target` is None where nothing, or more than one
    thing (`ambiguous`), has that name.
    """

    source: Noun
    path: str
    kinds: tuple[str, ...]
    name: str
    target: Noun | None = None
    ambiguous: bool = False


@noun
class Design(Noun):
    """A whole solution: its resources, in one region unless a resource says another.

    Resources name each other: a network interface its subnet, an autoscale setting its scale set. A name with a
    parent ("net/web") is always clear, the last part is enough where it is the only one. Two resources of one kind
    cannot share a name; a name that leads nowhere can be written, and a review finds it.

    Source: azure-resource-manager-schemas@a1454431 (a deployment's `resources`).

    >>> from azstudy.model.vm import VirtualMachine
    >>> Design("small", [VirtualMachine("web1", "D2s_v5")], region="West Europe")
    <Design 'small' in westeurope: 1 VirtualMachine>
    """

    name: Name
    resources: Annotated[tuple[Resource, ...], Unique()] = ()
    region: RegionName | None = None
    description: str = ""
    defender: DefenderPlan | None = None

    def __repr__(self) -> str:
        counts = Counter(type(resource).__name__ for resource in self.resources)
        content = ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "empty"
        place = f" in {' and '.join(self.regions)}" if self.regions else ""
        return f"<Design {self.name!r}{place}: {content}>"

    def of(self, kind: type[_Noun]) -> tuple[_Noun, ...]:
        """Every resource of a class, in the order they were written."""
        return tuple(resource for resource in self.resources if isinstance(resource, kind))

    @property
    def machines(self) -> tuple[Machine, ...]:
        """VMs and scale sets."""
        return self.of(Machine)

    @property
    def vms(self) -> tuple[VirtualMachine, ...]:
        """Virtual machines."""
        return self.of(VirtualMachine)

    @property
    def scale_sets(self) -> tuple[ScaleSet, ...]:
        """Scale sets."""
        return self.of(ScaleSet)

    @property
    def vnets(self) -> tuple[VNet, ...]:
        """Virtual networks."""
        return self.of(VNet)

    @property
    def load_balancers(self) -> tuple[LoadBalancer, ...]:
        """Load balancers."""
        return self.of(LoadBalancer)

    @property
    def availability_sets(self) -> tuple[AvailabilitySet, ...]:
        """Availability sets."""
        return self.of(AvailabilitySet)

    @property
    def galleries(self) -> tuple[Gallery, ...]:
        """Compute galleries."""
        return self.of(Gallery)

    @property
    def regions(self) -> tuple[str, ...]:
        """Every region used, the design's own first."""
        named = (getattr(resource, "region", None) for resource in self.resources)
        return tuple(dict.fromkeys(region for region in (self.region, *named) if region))

    def region_of(self, resource: Noun) -> str | None:
        """The region a resource stands in, or None where none is said."""
        return getattr(resource, "region", None) or self.region

    def find(self, kind: type[_Noun], name: str, *, within: Noun | None = None) -> _Noun | None:
        """The noun of that class and name, nested ones too ("net/web", "images/web/1.0.0"), or None.

        With `within`, what lies in that resource comes first. None also where several have the name.
        """
        found = self._matches((kind.__name__,), name, within)
        return found[0] if len(found) == 1 and isinstance(found[0], kind) else None

    def get(self, kind: type[_Noun], name: str) -> _Noun:
        """As `find`, but it has to be there.

        Raises:
            UnknownNameError: With the nearest names of that class.
        """
        found = self.find(kind, name)
        if found is None:
            known = [path for path, _ in self._index.get(kind.__name__, {}).items()]
            hint = f"This design has {', '.join(known)}." if known else f"This design has no {kind.__name__}."
            raise UnknownNameError(kind.__name__, name, nearest(name, known), hint=hint)
        return found

    def put(self, *resources: Resource) -> Self:
        """A copy with these resources, each in the place of the one of its kind and name, or at the end."""
        new = {_key(resource): resource for resource in resources}
        kept = [new.pop(_key(old), old) for old in self.resources]
        return self.evolve(resources=(*kept, *new.values()))

    def without(self, kind: type[Noun], name: str) -> Self:
        """A copy without one resource.

        Raises:
            UnknownNameError: When there is no such resource.
        """
        gone = self.get(kind, name)
        if not any(resource is gone for resource in self.resources):
            raise InvalidInputError(f"{name!r} is part of a resource; change that resource with put().")
        return self.evolve(resources=[resource for resource in self.resources if resource is not gone])

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every name by which one thing points at another, in the order they are written."""
        return tuple(
            self._resolve(resource, path, pointing, name)
            for resource in self.resources
            for path, pointing, name in _pointers(resource, "")
        )

    def users_of(self, target: Noun) -> tuple[Noun, ...]:
        """The resources that name `target`, each once."""
        users = (reference.source for reference in self.references if reference.target is target)
        return tuple({id(user): user for user in users}.values())

    def _resolve(self, source: Noun, path: str, pointing: tuple[str, ...], name: str) -> Reference:
        found = self._matches(pointing, name, source)
        if not found and name.endswith("/latest"):
            found = self._matches(pointing, name.removesuffix("/latest"), source)
        target = found[0] if len(found) == 1 else None
        return Reference(source=source, path=path, kinds=pointing, name=name, target=target, ambiguous=len(found) > 1)

    def _matches(self, pointing: tuple[str, ...], name: str, within: Noun | None) -> list[Noun]:
        parent = getattr(within, "name", None)
        for key in ([f"{parent}/{name}".casefold()] if parent else []) + [name.casefold()]:
            for kind in pointing:
                whole = self._index.get(kind, {}).get(key)
                found = [whole] if whole is not None else self._endings.get((kind, key), [])
                if found:
                    return found
        return []

    @cached_property
    def _index(self) -> dict[str, dict[str, Noun]]:
        """Class name -> full name in lower case ("net/web") -> the noun; the first of equal names."""
        index: dict[str, dict[str, Noun]] = {}
        for resource in self.resources:
            for path, found in _named(resource, ""):
                index.setdefault(type(found).__name__, {}).setdefault(path.casefold(), found)
        return index

    @cached_property
    def _endings(self) -> dict[tuple[str, str], list[Noun]]:
        """Class name and the last parts of a full name -> the nouns that end so."""
        endings: dict[tuple[str, str], list[Noun]] = {}
        for kind, names in self._index.items():
            for full, found in names.items():
                parts = full.split("/")
                for start in range(1, len(parts)):
                    endings.setdefault((kind, "/".join(parts[start:])), []).append(found)
        return endings


def _key(resource: Noun) -> tuple[str, str]:
    return type(resource).__name__, str(getattr(resource, "name", "")).casefold()


def _named(value: Noun, parent: str) -> Iterator[tuple[str, Noun]]:
    """A noun and the nouns inside it that have a name or number, with full names."""
    own = getattr(value, "name", None) or getattr(value, "number", None)
    path = "/".join(part for part in (parent, own) if isinstance(part, str) and part)
    if isinstance(own, str):
        yield path, value
    for _, inner in _inner(value):
        yield from _named(inner, path)


def _pointers(value: Noun, path: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Path, kinds and name of every reference in a noun and the nouns inside it."""
    readers = kinds(type(value))
    for field, held in value.changed_fields().items():
        pointing = readers[field].refers_to
        if pointing and held:
            for place, name in enumerate(held if isinstance(held, tuple) else (held,)):
                yield f"{path}{field}[{place}]" if isinstance(held, tuple) else f"{path}{field}", pointing, name
    for where, inner in _inner(value):
        yield from _pointers(inner, f"{path}{where}.")


def _inner(value: Noun) -> Iterator[tuple[str, Noun]]:
    """The nouns held by the fields of a noun that are not at their defaults, with their places."""
    held: Any
    for field, held in value.changed_fields().items():
        if isinstance(held, Noun):
            yield field, held
        elif isinstance(held, tuple):
            yield from ((f"{field}[{place}]", item) for place, item in enumerate(held) if isinstance(item, Noun))
