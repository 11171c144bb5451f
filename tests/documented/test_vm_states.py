"""Which power states are billed."""

from __future__ import annotations

import pytest

from azstudy.model.words import PowerState

STATES = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/states-billing.md@3255b21d"


@pytest.mark.parametrize(
    ("state", "billed"),
    [
        ("Creating", False),
        ("Starting", True),
        ("Running", True),
        ("Stopping", True),
        ("Stopped", True),
        ("Deallocating", False),
        ("Deallocated", False),
    ],
)
def test_compute_is_billed_from_starting_to_stopped(state: str, billed: bool) -> None:
    assert PowerState.parse(state).compute_billed is billed, STATES
