"""`az.plan.constrained`: what a constrained size costs beside the size it was cut from, software by the core included.

A constrained size has the price, memory and disk limits of its base size (azure-compute-docs
constrained-vcpu.md@4efd854f); what gets cheaper is software that is licensed by the core.
"""

from __future__ import annotations

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.cost.hybrid_benefit import WindowsCores, windows_cores_of
from azstudy.errors import InvalidInputError
from azstudy.model.facts import HOURS_PER_MONTH, OperatingSystem, Term
from azstudy.model.sizename import SizeName
from azstudy.simulate.billing.rates import known_price


@attrs.frozen(kw_only=True)
class Constrained:
    """A constrained size and its base size, in USD a month; software is your own price for each licensed core."""

    size: str
    base: str
    active_vcpus: int
    base_vcpus: int
    size_usd: float
    base_usd: float
    software_usd_per_core: float
    windows_cores: WindowsCores

    @property
    def software_saved_usd(self) -> float:
        """What fewer licensed cores save a month."""
        return round((self.base_vcpus - self.active_vcpus) * self.software_usd_per_core, 2)

    @property
    def compute_saved_usd(self) -> float:
        """What the compute bill saves: nothing, by the rule."""
        return round(self.base_usd - self.size_usd, 2)

    def __str__(self) -> str:
        return (
            f"{self.size.removeprefix('Standard_')}: {self.active_vcpus} of {self.base_vcpus} vCPUs, "
            f"{self.size_usd:,.2f} USD a month, {self.base.removeprefix('Standard_')} {self.base_usd:,.2f}; "
            f"software by the core saves {self.software_saved_usd:,.2f}"
        )


def constrained(
    size: str,
    *,
    software_usd_per_core: float = 0.0,
    region: str = "westeurope",
    os: str | OperatingSystem = OperatingSystem.LINUX,
    catalog: Catalog | None = None,
) -> Constrained:
    """A constrained size against its base size.

    Args:
        size: A constrained size, such as "E16-4s_v5".
        software_usd_per_core: What your software costs a month for each core it is licensed for.
        region: Region name.
        os: Operating system.
        catalog: Where prices come from.

    Raises:
        InvalidInputError: For a size that is not constrained.

    >>> print(constrained("E16-4s_v5", software_usd_per_core=100))
    E16-4s_v5: 4 of 16 vCPUs, 887.68 USD a month, E16s_v5 887.68; software by the core saves 1,200.00
    """
    catalog = catalog or default_catalog()
    facts = catalog.size(size)
    name = SizeName.parse(facts.name)
    if not facts.constrained or facts.vcpus is None or facts.vcpus_base is None:
        raise InvalidInputError(f"{facts.short_name} is not a constrained size; one looks like E16-4s_v5.")
    base = catalog.size(facts.name.replace(f"-{name.constrained_vcpus}", "", 1))
    where, system = catalog.region(region).name, OperatingSystem.parse(os)
    usd = [
        round(known_price(catalog, one, where, system, Term.PAYG).usd_per_hour * HOURS_PER_MONTH, 2)
        for one in (facts.name, base.name)
    ]
    return Constrained(
        size=facts.name,
        base=base.name,
        active_vcpus=facts.vcpus,
        base_vcpus=facts.vcpus_base,
        size_usd=usd[0],
        base_usd=usd[1],
        software_usd_per_core=software_usd_per_core,
        windows_cores=windows_cores_of(facts),
    )
