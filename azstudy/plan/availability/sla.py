"""What an SLA of a design looks like: the number, its reason, the next class and what that takes, the source."""

from __future__ import annotations

from typing import Any, Final

import attrs

from azstudy.model.spoken import Spoken
from azstudy.plan.availability.composite import Downtime, downtime
from azstudy.rules.availability_zones import SLA_AVAILABILITY_SET, SLA_ZONES

SLA_LOAD_BALANCER: Final = 99.99
"""Standard Load Balancer that serves two or more healthy VMs; Basic had none and is retired."""
SLA_PAGE: Final = "Service Level Agreement for Microsoft Online Services (2026-09-01), as quoted in a public copy"
SLA_AS_OF: Final = "2026-09-01"
MODES_PAGE: Final = "azure-compute-docs virtual-machine-scale-sets-orchestration-modes.md@01e1fb7d"
MODES_AS_OF: Final = "2024"
SINGLE: Final = "single VM"
SET: Final = "availability set"
ZONES: Final = "zones"
DOMAINS: Final = "fault domains"
HOSTS: Final = "host group"
BALANCER: Final = "load balancer"


@attrs.frozen(kw_only=True)
class EarnedSla:
    """The SLA of one part of a design.

    Attributes:
        subject: What it is about, such as "web1, web2".
        kind: "single VM", "availability set", "zones", "fault domains", "host group", "load balancer".
        percent: The promised connectivity to at least one instance; None where no number is documented.
        shown_percent: Where `percent` is None: the class of a single instance, to go by. Else the same number.
        because: Why it is this number.
        next_percent: The next class; None where there is none.
        missing: What that takes.
        source: Where the number stands.
        as_of: Date of that source.
    """

    subject: str
    kind: str
    percent: float | None
    shown_percent: float | None
    because: str
    next_percent: float | None = None
    missing: tuple[str, ...] = ()
    source: str = SLA_PAGE
    as_of: str = SLA_AS_OF

    @property
    def downtime(self) -> Downtime | None:
        """What the number leaves room for; None where there is no number."""
        return None if self.percent is None else downtime(self.percent)

    @property
    def number(self) -> str:
        """The number in words; where there is none, the class of a single instance to go by."""
        if self.percent is not None:
            return f"{self.percent:g} %"
        single = "" if self.shown_percent is None else f" (a single instance has {self.shown_percent:g} %)"
        return f"no documented SLA{single}"

    @property
    def text(self) -> str:
        """The number with its reason, and what the next one takes."""
        further = f" For {self.next_percent:g} %: {'; '.join(self.missing)}." if self.next_percent else ""
        return f"{self.subject}: {self.number}. {self.because}{further}"

    def __str__(self) -> str:
        further = [f"  For {self.next_percent:g} %: {'; '.join(self.missing)}."] if self.next_percent else []
        return "\n".join([f"{self.subject}: {self.number}", f"  {self.because}", *further])

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": str(self)}


@attrs.frozen(kw_only=True)
class SlaReport(Spoken):
    """The SLAs of the parts of a design, and their product.

    Attributes:
        parts: Each group of VMs, each load balancer.
        chain_percent: All parts one after another, a model; None where one has no number.
        notes: What that takes for granted.
    """

    parts: tuple[EarnedSla, ...]
    chain_percent: float | None
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Each part with its reason, and what all of them together come to."""
        lines = [str(part) for part in self.parts]
        if self.chain_percent is None:
            unknown = ", ".join(part.subject for part in self.parts if part.percent is None)
            together = f"All together: not known, since {unknown} has no documented SLA."
        else:
            together = f"All together, each of them needed: {self.chain_percent:.4f} % (a model)."
        return "\n".join([*lines, together, *(f"  {note}" for note in self.notes)])


def over_zones(subject: str, count: int, zones: int, note: str = "") -> EarnedSla:
    """Two or more machines over two or more zones: the highest class."""
    more = "two would earn the same number" if zones > 2 else "no higher class is documented for one region"
    because = f"{count} machines over {zones} zones; {more}."
    return EarnedSla(
        subject=subject, kind=ZONES, percent=SLA_ZONES, shown_percent=SLA_ZONES, because=f"{because}{note}"
    )


def kept_apart(subject: str, kind: str, because: str, to_zones: str, **source: str) -> EarnedSla:
    """Two or more machines over fault domains of one datacentre: the class below zones."""
    return EarnedSla(
        subject=subject,
        kind=kind,
        percent=SLA_AVAILABILITY_SET,
        shown_percent=SLA_AVAILABILITY_SET,
        because=because,
        next_percent=SLA_ZONES,
        missing=(to_zones,),
        **source,
    )


def undocumented(subject: str, kind: str, because: str, missing: str, shown: float | None, **source: str) -> EarnedSla:
    """No number, with the reason, and zones as the next class."""
    return EarnedSla(
        subject=subject,
        kind=kind,
        percent=None,
        shown_percent=shown,
        because=because,
        next_percent=SLA_ZONES,
        missing=(missing,),
        **source,
    )
