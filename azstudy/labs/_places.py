"""The regions to choose from in a lab."""

from __future__ import annotations

from azstudy.catalog.catalog import Catalog


def places(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """Every region as (name, display name), in the order of the display names."""
    found = sorted((catalog.region(name).display, name) for name in catalog.region_names("all"))
    return tuple((name, display) for display, name in found)
