"""One priced offer as a learner sees it, and how it is built from a book entry."""

from __future__ import annotations

from typing import Any

import attrs

from azstudy.catalog.book import Entry, Question
from azstudy.catalog.catalog import Catalog
from azstudy.catalog.requirement import Requirement, offered
from azstudy.cost.monthly import compute_hours, monthly_usd
from azstudy.model.facts import HOURS_PER_MONTH, OperatingSystem, Price, Term
from azstudy.model.size import VmSize
from azstudy.model.sizename import SizeName


@attrs.frozen(kw_only=True)
class Offer:
    """A size in a region under one way of paying.

    `headroom` maps each numeric need to offered/needed; `cautions` are things a price does not
    tell (credits, retirement, Arm, eviction).
    """

    size: str
    region: str
    os: OperatingSystem
    term: Term
    price: Price
    hybrid_benefit: bool = False
    hours_per_month: float = HOURS_PER_MONTH
    headroom: dict[str, float] = attrs.field(factory=dict, hash=False)
    cautions: tuple[str, ...] = ()

    @property
    def usd_per_hour(self) -> float:
        """USD for one running hour, compute and licence."""
        return self.price.usd_per_hour

    @property
    def compute_usd_per_month(self) -> float:
        """USD a month for compute; a commitment is paid for all 730 hours."""
        return round(self.price.compute_usd_per_hour * compute_hours(self.term, self.hours_per_month), 2)

    @property
    def licence_usd_per_month(self) -> float:
        """USD a month for the Windows licence, paid per hour used."""
        return round(self.price.licence_usd_per_hour * self.hours_per_month, 2)

    @property
    def usd_per_month(self) -> float:
        """USD a month for `hours_per_month` hours of use."""
        price = self.price
        return monthly_usd(
            price.compute_usd_per_hour, price.licence_usd_per_hour, term=self.term, hours=self.hours_per_month
        )

    @property
    def status(self) -> str:
        """published, derived, estimated or doubtful."""
        return self.price.status.value

    @property
    def source(self) -> str:
        """Id of the source of the number it rests on."""
        return self.price.source

    @property
    def as_of(self) -> str:
        """Date (ISO) of that source."""
        return self.price.as_of

    @property
    def note(self) -> str:
        """The rules behind a number that is not simply published."""
        return self.price.note

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as the command line prints them in JSON."""
        return {
            "size": self.size,
            "region": self.region,
            "os": self.os.value,
            "hybrid_benefit": self.hybrid_benefit,
            "term": self.term.value,
            "usd_per_hour": self.usd_per_hour,
            "usd_per_month": self.usd_per_month,
            "hours_per_month": self.hours_per_month,
            "status": self.status,
            "source": self.source,
            "as_of": self.as_of,
            "note": self.note,
            "headroom": dict(self.headroom),
            "cautions": list(self.cautions),
        }

    def __repr__(self) -> str:
        licence = " with Hybrid Benefit" if self.hybrid_benefit else ""
        return (
            f"<Offer {self.size.removeprefix('Standard_')} {self.region} {self.os.value}{licence} {self.term.value} "
            f"{self.usd_per_hour:.4f} USD/h {self.usd_per_month:,.2f} USD/month {self.status}>"
        )


def build_offer(catalog: Catalog, question: Question, entry: Entry, requirement: Requirement, *, on: str) -> Offer:
    """The full offer behind a book entry."""
    size = catalog.sizes.size(entry.row)
    price = catalog.rates.price(
        entry.row, entry.region, question.os, entry.term, hybrid_benefit=question.hybrid_benefit
    )
    assert price is not None, "a book holds priced entries only"  # noqa: S101
    return Offer(
        size=size.name,
        region=entry.region,
        os=question.os,
        term=entry.term,
        price=price,
        hybrid_benefit=question.hybrid_benefit,
        hours_per_month=question.hours_per_month,
        headroom=_headroom(requirement, size),
        cautions=cautions(size, question.os, entry.term, on=on),
    )


def _headroom(requirement: Requirement, size: VmSize) -> dict[str, float]:
    return {
        constraint.name: round(offered(constraint, size) / needed, 2)
        for constraint, needed in requirement.items()
        if constraint.kind == "min" and needed and offered(constraint, size) is not None
    }


def cautions(size: VmSize, os: OperatingSystem, term: Term, *, on: str) -> tuple[str, ...]:
    """What a learner should know about a size before taking it, each in a few words.

    Sources: retirement and previous generations by `lifecycle.csv`; credits by the B-series pages;
    Spot: azure-compute-docs spot-vms.md@3bbed19b.
    """
    found = []
    if size.credit_base_percent is not None:
        found.append(f"runs on CPU credits: sustained base {size.credit_base_percent:g} % per vCPU")
    if size.retirement_date:
        found.append(f"{'retired' if size.retirement_date <= on else 'retires'} {size.retirement_date}")
    elif size.previous_generation:
        found.append("previous generation")
    if size.promo:
        found.append("promotional name, no longer sold to new users")
    if size.architecture == "arm64":
        found.append(
            "Arm: needs software built for Arm64" + (" and Windows for Arm" if os is OperatingSystem.WINDOWS else "")
        )
    if size.isolated:
        found.append("isolated: alone on its host")
    if size.premium_storage is False:
        found.append("no premium storage: Standard disks only")
    if SizeName.parse(size.name).constrained_vcpus is not None:
        found.append(f"{size.vcpus} of {size.vcpus_base} vCPUs active, priced as {size.vcpus_base}")
    if not size.has_specs:
        found.append("specification not known")
    if term is Term.SPOT:
        found.append("Spot: can be evicted at 30 seconds' notice, no SLA")
    return tuple(found)
