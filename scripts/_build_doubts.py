"""Which published prices were repaired and which break what the others agree on."""

from __future__ import annotations

import re
from dataclasses import replace
from statistics import median

from _build_levels import repair_by_level
from _build_names import base_of_constrained
from _build_prices import TERMS, Key, Prices

LICENCE_PER_VCPU = 0.046
"""USD an hour: the Windows Server licence of one vCPU, in four of five x64 sizes (calculator, 2026-01)."""
BURST_LICENCE_PER_VCPU = 0.004
"""USD an hour: the "Windows Server Burst" licence of the B series under a commitment (calculator, 2026-01)."""
_COMMITMENTS = tuple(term for term in TERMS if term not in ("payg", "spot"))
_TOLERANCE = 0.0015


def judge(prices: Prices, vcpus_base: dict[str, int], series: dict[str, str]) -> None:
    """Repair what can be repaired and mark the rest, in the order of certainty."""
    _corrected(prices)
    _several_meters(prices, vcpus_base)
    repair_by_level(prices, {size: LICENCE_PER_VCPU * count for size, count in vcpus_base.items()}, series)
    licences = own_licences(prices)
    _sources_far_apart(prices)
    _windows_not_dearer(prices)
    _windows_commitments(prices, licences)
    _savings_plan_on_licence(prices)
    _licence_of_fewer_vcpus(prices, vcpus_base)
    _constrained_unlike_base(prices)
    _commitments_out_of_order(prices)


def own_licences(prices: Prices) -> dict[str, dict[str, float]]:
    """Size -> region -> Windows minus Linux at pay-as-you-go, where both are published and it is positive."""
    found: dict[str, dict[str, float]] = {}
    for offer, size, region in prices.cells:
        linux, windows = prices.usd("linux", "payg", size, region), prices.usd("windows", "payg", size, region)
        if offer == "windows-payg" and linux is not None and windows is not None and windows > linux:
            found.setdefault(size, {})[region] = round(windows - linux, 6)
    return found


def _corrected(prices: Prices) -> None:
    for key, cell in prices.cells.items():
        if cell.flag.startswith("corrected"):
            prices.mark(key, "corrected", "the source listed the Windows price as Linux; repaired", cell.raw)


def _several_meters(prices: Prices, vcpus_base: dict[str, int]) -> None:
    """Two meters under one name: the other one is the Windows meter, a promotion, or unknown."""
    for key, cell in list(prices.cells.items()):
        match = re.fullmatch(r"several meters ([\d.]+)/([\d.]+)", cell.flag)
        if not match:
            continue
        offer, size, region = key
        low, high = float(match[1]), float(match[2])
        licence = LICENCE_PER_VCPU * vcpus_base.get(size, 0)
        spot_share = low / (prices.usd("linux", "payg", size, region) or low) if offer == "linux-spot" else 1.0
        promo = prices.usd("linux", "payg", f"{size}_Promo", region)
        if offer.startswith("linux") and licence and abs(high - low - licence * spot_share) < _TOLERANCE:
            prices.cells[key] = replace(cell, usd=low, raw=high)
            prices.mark(
                key, "corrected", "two meters under this name, the dearer one is Windows; the Linux one is used", high
            )
        elif promo is None:
            prices.mark(key, "doubtful", f"two meters under this name, {match[1]} and {match[2]}")


def _sources_far_apart(prices: Prices) -> None:
    """One source quotes another Linux rate than the sheet: all it says of that size stands on a wrong rate."""
    for (offer, size, region), other in prices.secondary.items():
        used = prices.usd("linux", "payg", size, region)
        if offer != "linux-payg" or used is None or abs(other.usd / used - 1) < 0.25:
            continue
        reason = f"rests on a Linux rate of {other.usd:g} at {other.source}; the sheet has {used:g}"
        for os in ("linux", "windows"):
            for term in TERMS:
                key = (f"{os}-{term}", size, region)
                cell = prices.cells.get(key)
                built_on_it = cell is not None and cell.source == other.source and term != "payg"
                if built_on_it and not (os == "windows" and term == "spot"):
                    prices.mark(key, "doubtful", reason)


def _windows_not_dearer(prices: Prices) -> None:
    for key in list(prices.cells):
        offer, size, region = key
        term = offer.removeprefix("windows-")
        linux = prices.usd("linux", term, size, region) if offer.startswith("windows") else None
        if linux is not None and prices.cells[key].usd <= linux:
            prices.mark(key, "doubtful", f"not dearer than Linux ({linux:g}), so no licence is in it")


def _windows_commitments(prices: Prices, licences: dict[str, dict[str, float]]) -> None:
    """A commitment covers compute: Windows minus Linux must be the licence, up to rounding of the list."""
    for key in list(prices.cells):
        offer, size, region = key
        os, term = offer.split("-")
        linux = prices.usd("linux", term, size, region)
        if os != "windows" or term not in _COMMITMENTS or linux is None or size not in licences:
            continue
        implied = prices.cells[key].usd - linux
        usual = licences[size].get(region, median(licences[size].values()))
        everywhere = median(licences[size].values())
        burst = size.startswith("Standard_B")
        if any(abs(implied - licence) <= 0.05 * licence + _TOLERANCE for licence in (usual, everywhere)) or burst:
            continue
        prices.mark(key, "doubtful", f"Windows minus Linux is {implied:.4g}; this size's licence is {everywhere:.4g}")


def _savings_plan_on_licence(prices: Prices) -> None:
    """Cells where the plan's discount is taken off the licence too, against the rule that plans cover compute only."""
    for key, (kind, raw, _) in list(prices.marks.items()):
        offer, size, region = key
        if kind != "doubtful" or not offer.startswith("windows-savings"):
            continue
        term = offer.removeprefix("windows-")
        rates = [prices.usd(os, t, size, region) for os in ("linux", "windows") for t in ("payg", term)]
        if None in rates:
            continue
        linux_payg, linux, windows_payg, windows = (float(rate) for rate in rates if rate is not None)
        if abs(linux / linux_payg - windows / windows_payg) < 0.001:
            reason = "the plan's discount is taken off the Windows licence too; plans cover compute only"
            prices.marks[key] = (kind, raw, reason)


def _licence_of_fewer_vcpus(prices: Prices, vcpus_base: dict[str, int]) -> None:
    """A licence for half or a quarter of the vCPUs, where the rest of the same price list charges all of them."""
    for size, regions in own_licences(prices).items():
        count = vcpus_base.get(size)
        if not count or size.startswith("Standard_B"):
            continue
        highest = max(regions.values())
        for region, licence in regions.items():
            per_vcpu = licence / count
            active = round(licence / LICENCE_PER_VCPU)
            exact = abs(licence - active * LICENCE_PER_VCPU) < _TOLERANCE
            if exact and 0 < active <= count / 2 and per_vcpu < 0.7 * highest / count:
                for term in ("payg", "spot"):
                    key = (f"windows-{term}", size, region)
                    prices.mark(key, "doubtful", f"its licence is that of {active} of {count} vCPUs")


def _constrained_unlike_base(prices: Prices) -> None:
    for key in list(prices.cells):
        offer, size, region = key
        base = base_of_constrained(size)
        used = prices.usd("linux", "payg", base, region) if base else None
        if offer == "linux-payg" and used is not None and abs(prices.cells[key].usd / used - 1) > 0.001:
            prices.mark(key, "doubtful", f"a constrained size costs what its base costs; {base} costs {used:g}")


def _commitments_out_of_order(prices: Prices) -> None:
    """A reservation dearer than the savings plan of its term: the one far from its term's usual ratio is doubtful."""
    usual = _usual_ratios(prices)
    for key in list(prices.cells):
        offer, size, region = key
        years = offer.removeprefix("linux-reservation_")
        plan_key: Key = (f"linux-savings_plan_{years}", size, region)
        payg, plan = prices.usd("linux", "payg", size, region), prices.cells.get(plan_key)
        if offer == years or payg is None or plan is None or prices.cells[key].usd <= plan.usd + 1e-9:
            continue
        odd = max((key, plan_key), key=lambda k: abs(prices.cells[k].usd / payg / usual[k[0]] - 1))
        other = plan_key if odd == key else key
        share = prices.cells[odd].usd / payg
        reason = (
            f"the reservation is dearer than the savings plan; this is {share:.2f} of pay-as-you-go, "
            f"usual is {usual[odd[0]]:.2f}"
        )
        if not prices.doubtful(other):
            prices.mark(odd, "doubtful", reason)
            prices.mark((odd[0].replace("linux", "windows"), size, region), "doubtful", reason)


def _usual_ratios(prices: Prices) -> dict[str, float]:
    """Linux offer -> median share of pay-as-you-go."""
    seen: dict[str, list[float]] = {}
    for (offer, size, region), cell in prices.cells.items():
        payg = prices.usd("linux", "payg", size, region)
        if offer.startswith("linux") and payg:
            seen.setdefault(offer, []).append(cell.usd / payg)
    return {offer: median(shares) for offer, shares in seen.items()}
