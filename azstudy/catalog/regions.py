"""The table of Azure regions."""

from __future__ import annotations

from pathlib import Path

from azstudy.catalog.tables import records, to_float, to_text
from azstudy.errors import UnknownNameError, nearest
from azstudy.model.facts import Region


class RegionTable:
    """All regions of one data folder, by name."""

    def __init__(self, folder: Path) -> None:
        """Read `regions.csv` of `folder`; raises DataError where it is broken."""
        columns = ("name", "display", "geography", "pair", "zones", "latitude", "longitude")
        self.regions: dict[str, Region] = {
            row["name"]: Region(
                name=row["name"],
                display=row["display"],
                geography=row["geography"],
                pair=to_text(row["pair"]),
                zones=int(row["zones"] or 0),
                latitude=to_float(row["latitude"]),
                longitude=to_float(row["longitude"]),
            )
            for row in records(folder / "regions.csv", columns)
        }
        self._names = {_key(text): name for name, region in self.regions.items() for text in (region.display, name)}

    def find(self, name: str, extra: tuple[str, ...] = ()) -> str:
        """The region's name, from its name or display name in any case.

        Args:
            name: "westeurope", "West Europe", "west-europe".
            extra: Names that are priced but not described; allowed too.

        Raises:
            UnknownNameError: With the nearest known regions.
        """
        key = _key(name)
        found = self._names.get(key) or next((known for known in extra if key == _key(known)), None)
        if found is not None:
            return found
        allowed = sorted({*self.regions, *extra})
        hint = "`azstudy data regions` lists all; names look like westeurope."
        raise UnknownNameError("region", name, nearest(str(name), allowed), hint=hint)


def _key(name: str) -> str:
    return "".join(ch for ch in str(name).lower() if ch.isalnum())
