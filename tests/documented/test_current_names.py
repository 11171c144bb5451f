"""Names that changed: what the course notes call it, and what it is called today.

Sources: MicrosoftDocs/azure-docs articles/update-manager/overview.md@055ad1a4; MicrosoftDocs/azure-compute-docs
    trusted-launch.md@02ecf3f4 and shared-image-galleries.md@48a37249; MicrosoftDocs/well-architected
    service-guides/virtual-machines.md@1353bbb6 (2026-07).
"""

from __future__ import annotations

import pytest

import azstudy as az


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Azure Update Management", "Azure Update Manager"),
        ("Azure Security Center", "Microsoft Defender for Cloud"),
        ("Azure AD", "Microsoft Entra ID"),
        ("low-priority VM", "Spot VM"),
    ],
)
def test_the_name_of_today(old: str, new: str) -> None:
    found = az.current_name(old)
    assert (found.today, found.old) == (new, old)
    assert found.source and found.as_of and new in str(found)
    assert az.current_name(new.lower()).today == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Azure Update Management", "Azure Update Manager"),
        ("Azure Security Center", "Microsoft Defender for Cloud"),
    ],
)
def test_the_map_of_today_has_the_new_name(old: str, new: str) -> None:
    notes, today = (
        {node.label for node in az.concept_map("management", as_=when, marks=False).nodes}
        for when in ("notes", "today")
    )
    assert old in notes and old not in today
    assert new in today and new not in notes
