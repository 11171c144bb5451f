"""Rules about what has ended or will end: sizes and services."""

from __future__ import annotations

import datetime
from typing import Final

from azstudy.model.design import Design
from azstudy.model.network import PublicIp
from azstudy.model.network_words import NetworkSku
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, rule
from azstudy.rules._walk import known_sizes

BASIC_NETWORK_ENDED: Final = datetime.date(2025, 9, 30)
"""Basic load balancers and Basic public addresses retired (load-balancer skus.md@0440832a)."""


@rule(
    "life-01",
    section="9.2",
    severity="error",
    title="Retired size",
    statement="After its retirement date a size is not offered; VMs of it are deallocated and do not start again.",
    source="RET",
    fix="Move to the successor: Dsv5, Esv5, Bsv2 and later.",
    misconception="old-sizes-stay-forever",
)
def _retired(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for name, size in known_sizes(machine, facts):
            if size is None:
                yield NotChecked(machine.name, f"whether {name} is retired")
            elif size.retirement_date is not None:
                ends = datetime.date.fromisoformat(size.retirement_date)
                if facts.on is None:
                    yield NotChecked(machine.name, "the day of the review")
                elif ends <= facts.on:
                    yield Breach(machine.name, f"{name} retired on {ends}.")


@rule(
    "life-02",
    section="9.2",
    severity="warning",
    title="Size that will retire",
    statement="A series with a retirement date still runs, but nothing new should stand on it.",
    source="RET",
    fix="Take the successor now: Dsv5, Esv5, Bsv2 and later.",
    misconception="practice-questions-name-current-sizes",
)
def _retiring(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for name, size in known_sizes(machine, facts):
            if size is not None and size.retirement_date is not None and facts.on is not None:
                ends = datetime.date.fromisoformat(size.retirement_date)
                if ends > facts.on:
                    yield Breach(machine.name, f"{name} retires on {ends}.")


@rule(
    "life-03",
    section="9.2",
    severity="info",
    title="Previous generation",
    statement="Sizes of previous generations stay, but newer ones do more for the money.",
    source="RET",
    fix="Compare the price of a v5, v6 or v7 size.",
)
def _previous(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for name, size in known_sizes(machine, facts):
            if size is not None and size.previous_generation and size.retirement_date is None:
                yield Breach(machine.name, f"{name} is of a previous generation.")


@rule(
    "life-04",
    section="9.2",
    severity="error",
    title="Basic public address",
    statement="Basic public addresses ended with the Basic load balancer on 2025-09-30.",
    source="LBS",
    fix="Use the Standard SKU.",
    misconception="basic-is-the-cheap-choice",
)
def _basic_address(design: Design, facts: Facts) -> Found:
    for address in design.of(PublicIp):
        if address.sku is not NetworkSku.BASIC:
            continue
        if facts.on is None:
            yield NotChecked(address.name, "the day of the review")
        elif facts.on >= BASIC_NETWORK_ENDED:
            yield Breach(address.name, f"A Basic public address on {facts.on}.")
