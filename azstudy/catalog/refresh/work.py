"""What an interrupted refresh has fetched already, kept for one day."""

from __future__ import annotations

import json
import math
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import attrs

from azstudy.catalog.refresh.files import remove, replace_durably, sha256
from azstudy.catalog.refresh.rows import RegionPrices, Skip
from azstudy.catalog.refresh.table import OFFERS

MAX_AGE: Final = timedelta(days=1)
_FORM: Final = 1


class Work:
    """Finished regions of one refresh, by its settings: other settings never see them."""

    def __init__(self, prices: Path, settings: str) -> None:
        """Keep work below the `prices` folder; `settings` is everything that changes what a fetch returns."""
        self._root = prices / "work"
        self.folder = self._root / sha256(f"{_FORM}\n{settings}".encode())[:16]

    def load(self, region: str, now: datetime) -> RegionPrices | None:
        """A region fetched at most a day ago; None where there is none or its file is not whole."""
        path = self.folder / f"{region}.json"
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            payload, age = kept["payload"], now - datetime.fromisoformat(kept["fetched_at"])
            whole = kept["sha256"] == sha256(payload.encode())
            if not whole or not timedelta(0) <= age <= MAX_AGE:
                return None
            return _revive(json.loads(payload), region)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def save(self, found: RegionPrices, now: datetime) -> None:
        """Keep a finished region."""
        self.folder.mkdir(parents=True, exist_ok=True)
        payload = json.dumps(attrs.asdict(found))
        kept = {"fetched_at": now.isoformat(), "sha256": sha256(payload.encode()), "payload": payload}
        replace_durably(self.folder / f"{found.region}.json", json.dumps(kept))

    def clear(self) -> None:
        """Forget all work, of these settings and others."""
        remove(self._root)


def _revive(data: Any, region: str) -> RegionPrices:
    found = RegionPrices(
        region=str(data["region"]),
        as_of=str(data["as_of"]),
        pages=int(data["pages"]),
        rows=int(data["rows"]),
        cells={str(offer): _column(column) for offer, column in data["cells"].items()},
        skipped={Skip(reason).value: int(count) for reason, count in data["skipped"].items()},
        unclear={
            str(offer): {str(size): tuple(map(_price, prices)) for size, prices in sizes.items()}
            for offer, sizes in data["unclear"].items()
        },
    )
    if found.region != region or not set(found.cells) <= set(OFFERS):
        raise ValueError("work of another region")
    return found


def _column(column: Any) -> dict[str, float]:
    return {str(size): _price(price) for size, price in column.items()}


def _price(value: Any) -> float:
    price = float(value)
    if not (math.isfinite(price) and price > 0):
        raise ValueError("not a price")
    return price
