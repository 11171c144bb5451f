"""Load to come, from load that was: what predictive autoscale goes by.

Azure trains a model and does not say which; this is a plain stand-in whose method is a choice (`choices.FORECAST`). It
shares with Azure's what the page says: the total CPU load of all instances is forecast, seven days of history are
needed, fifteen are used.

Source: azure-monitor-docs autoscale-predictive.md@0dc1e484 (2024-11).
"""

from __future__ import annotations

from typing import Final

from azstudy.simulate.scaling.choices import FORECAST, Forecasting
from azstudy.simulate.scaling.metrics import MetricSeries

DAY_MIN: Final = 1440
LEAST_DAYS: Final = 7
MOST_DAYS: Final = 15
_EVERY: Final[dict[str, int]] = {"days": 1, "weeks": 7}


class Forecast:
    """The total CPU load of a scale set to expect at a minute, in percent of one machine, from its history.

    >>> history = MetricSeries(first=-7 * DAY_MIN)
    >>> history.extend(([20.0] * 720 + [60.0] * 720) * 7, instances=4)
    >>> forecast = Forecast(history)
    >>> forecast.trained(0), forecast.at(9 * 60), forecast.at(18 * 60)
    (True, 80.0, 240.0)
    """

    def __init__(self, history: MetricSeries, *, method: Forecasting = FORECAST) -> None:
        self._history = history
        self._every = _EVERY[method] * DAY_MIN
        self._known: dict[int, float | None] = {}

    def trained(self, minute: int) -> bool:
        """Whether at `minute` seven days of history are there."""
        return bool(self._history.total) and minute - self._history.first >= LEAST_DAYS * DAY_MIN

    def at(self, minute: int) -> float | None:
        """The load expected at `minute`: the mean of the same minute on earlier days; None where none is known."""
        if minute in self._known:
            return self._known[minute]
        total, first = self._history.total, self._history.first
        found = []
        for back in range(self._every, MOST_DAYS * DAY_MIN + 1, self._every):
            place = minute - back - first
            if 0 <= place < len(total) and total[place] == total[place]:
                found.append(total[place])
        self._known[minute] = sum(found) / len(found) if found else None
        return self._known[minute]
