"""`azstudy data refresh` and `azstudy data info`: today's prices from the public Azure Retail Prices API.

Nothing here is imported until it is used, so that asking for the prices in use stays quick.

    refresh          fetch, check and put into use the prices of some regions
    info             which prices are in use, from where and how old
    read_current     the refreshed prices in use, or an error that names the broken file
    current_or_none  the same, but a broken refresh gives a warning instead of an error
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from azstudy.catalog.refresh.api import API_VERSION, DEFAULT_BASE_URL, ApiVersion, Query
    from azstudy.catalog.refresh.checks import Limits
    from azstudy.catalog.refresh.data_info import DataInfo, OfferInfo, info
    from azstudy.catalog.refresh.report import Progress, RefreshReport
    from azstudy.catalog.refresh.rows import price_on, read_row
    from azstudy.catalog.refresh.run import refresh
    from azstudy.catalog.refresh.snapshot import current_or_none, read_current
    from azstudy.catalog.refresh.transport import Patience, Timing

_WHERE: Final = {
    "API_VERSION": "api",
    "DEFAULT_BASE_URL": "api",
    "ApiVersion": "api",
    "Query": "api",
    "Limits": "checks",
    "DataInfo": "data_info",
    "OfferInfo": "data_info",
    "info": "data_info",
    "Progress": "report",
    "RefreshReport": "report",
    "price_on": "rows",
    "read_row": "rows",
    "refresh": "run",
    "current_or_none": "snapshot",
    "read_current": "snapshot",
    "Patience": "transport",
    "Timing": "transport",
}

__all__ = [
    "API_VERSION",
    "DEFAULT_BASE_URL",
    "ApiVersion",
    "DataInfo",
    "Limits",
    "OfferInfo",
    "Patience",
    "Progress",
    "Query",
    "RefreshReport",
    "Timing",
    "current_or_none",
    "info",
    "price_on",
    "read_current",
    "read_row",
    "refresh",
]


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_WHERE[name]}"), name)
