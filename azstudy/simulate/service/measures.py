"""Response time and cost from the series of a run, all minutes at once; the formulas of docs/service-model.md."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from azstudy.simulate.service.values import BUSIEST, Prices, ServiceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def response_ms(service: ServiceModel, served: Ints, room: Ints, queued: Ints) -> Floats:
    """Milliseconds of a typical request: work that slows down as the instance fills up, and the wait before it.

    work = service_ms / (1 - u^m), u = served / room (at most 0.99), m = requests worked on at once (Gunther's
    approximation of a queue with m servers); wait = mean queue of the minute / room. The last axis is time. NaN where
    nothing was served.

    >>> response_ms(ServiceModel(), np.array([300]), np.array([600]), np.array([0]))
    array([200.])
    """
    offered = np.maximum(room, 1)
    busy = np.minimum(served / offered, BUSIEST)
    before = np.concatenate([np.zeros_like(queued[..., :1]), queued[..., :-1]], axis=-1)
    wait = (before + queued) / 2 / offered * 60_000
    work = service.service_ms / (1 - busy**service.parallel)
    found: Floats = np.where(served > 0, work + wait, np.nan)
    return found


def cost_usd(prices: Prices, billed_s: Floats, spot_s: Floats) -> Floats | None:
    """USD of each minute: reserved instances all the time, pay-as-you-go above them, Spot beside them.

    None where a price that takes part is not known.

    >>> cost_usd(Prices(payg=0.6, reserved_rate=0.3, reserved=1), np.array([60.0, 180.0]), np.zeros(2))
    array([0.005, 0.025])
    """
    above = np.maximum(0.0, billed_s - prices.reserved * 60.0)
    total = np.zeros_like(billed_s)
    for rate, hours in ((prices.payg, above / 3600), (prices.spot, spot_s / 3600)):
        if rate is not None:
            total = total + rate * hours
        elif hours.any():
            return None
    if prices.reserved:
        if prices.reserved_rate is None:
            return None
        total = total + prices.reserved * prices.reserved_rate / 60
    return total


def weighted_percentiles(values: Floats, weights: Ints, percents: Sequence[float]) -> list[float | None]:
    """For each of `percents` the least value that as much of the weight does not exceed; None without any weight.

    >>> weighted_percentiles(np.array([5.0, 9.0, 7.0]), np.array([8, 0, 2]), [50, 95])
    [5.0, 7.0]
    """
    kept = weights > 0
    if not kept.any():
        return [None for _ in percents]
    values, weights = values[kept], weights[kept]
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    found = (int(np.searchsorted(reached, percent / 100 * reached[-1])) for percent in percents)
    return [float(values[order[min(at, len(values) - 1)]]) for at in found]
