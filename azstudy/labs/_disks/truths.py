"""What the disks lab's predictions come to, run on the catalogue in use; no answer is typed in."""

from __future__ import annotations

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.errors import DataError
from azstudy.labs._controls import State
from azstudy.labs._disks.controls import disk_words
from azstudy.labs._disks.result import BIGGER, simulate
from azstudy.labs._predict import Truth
from azstudy.simulate.storage.outcome import DiskIoResult


@attrs.frozen
class Truths:
    """The truth behind each prediction, as a function of the lab's state."""

    catalog: Catalog

    def run(self, state: State, **changes: object) -> DiskIoResult:
        """The run of a state with some controls changed."""
        return simulate({**state, **changes}, self.catalog)

    def what_helps(self, state: State) -> Truth:
        """Faster disks, more disks or a bigger VM: what serves everything for good."""
        tries = {
            "disk": {"disk": "P60", "count": 1},
            "more": {"count": 2 * state["count"]},
            "vm": {"size": BIGGER[state["size"]]},
        }
        runs = {name: self.run(state, credits_percent=0, **changes) for name, changes in tries.items()}
        asked = float(runs["vm"].asked_iops.max())
        steps = [self._serves("as it is", self.run(state, credits_percent=0))]
        words = {"disk": "one P60", "more": f"{tries['more']['count']} disks", "vm": f"a {tries['vm']['size']}"}
        steps += [self._serves(words[name], run) for name, run in runs.items()]
        good = [name for name, run in runs.items() if run.throttled_minutes == 0]
        answer = good[0] if len(good) == 1 else "any" if good else "none"
        limit = runs["more"].size.uncached_iops
        because = (
            f"{state['size']} lets {limit:,.0f} uncached IOPS through for good, whatever is attached; "
            f"{asked:,.0f} are asked for."
        )
        return Truth(answer=answer, because=because, steps=tuple(steps))

    def _serves(self, words: str, run: DiskIoResult) -> str:
        by = ", ".join(run.minutes_by_limit) or "nothing"
        return f"{words}: {run.served_iops[-1]:,.0f} of {run.asked_iops[-1]:,.0f} IOPS for good; held back by {by}"

    def burst_minutes(self, state: State) -> Truth:
        """Minutes until something is held back."""
        run = self.run(state, hours=max(12, state["hours"]))
        minutes = run.first_throttled_minute
        if minutes is None:
            raise DataError("Nothing is held back here within the run, so there is no moment to predict.")
        gate = run.binding(minutes)[0]
        found = run.watch.bucket(gate)
        if found is None:
            raise DataError("What holds back here has no credits.")
        bucket, _ = found
        used = float(run.asked_iops[0])
        spare = used - bucket.base
        lasts = bucket.size / spare
        steps = (
            f"a full bucket: ({bucket.burst:,.0f} − {bucket.base:,.0f}) × 1,800 s = {bucket.size:,.0f} IOs",
            f"spent each second: {used:,.0f} − {bucket.base:,.0f} = {spare:,.0f} IOs",
            f"{bucket.size:,.0f} / {spare:,.0f} = {lasts:,.0f} s = {lasts / 60:,.0f} minutes",
        )
        because = (
            f"30 minutes is for the highest burst, {bucket.burst:,.0f} IOPS. A load just above the base spends the "
            f"same credits more slowly: {minutes:,.0f} minutes here."
        )
        return Truth(answer=minutes, because=because, steps=steps)

    def cache_or_v2(self, state: State) -> Truth:
        """Cached Premium disks or a Premium SSD v2 set to the whole load: which serves more for good."""
        cached = self.run(state, credits_percent=0)
        plain = {"disk": "v2", "count": 1, "caching": "None", "disk_iops": state["iops"], "disk_mbps": 200}
        flexible = self.run(state, credits_percent=0, **plain)
        one, other = float(cached.served_iops[-1]), float(flexible.served_iops[-1])
        answer = "same" if abs(one - other) < 1 else "cached" if one > other else "v2"
        hits = state["read_percent"] * state["hit_percent"] / 100
        steps = (
            f"{disk_words(state)}: {one:,.0f} IOPS; {hits:g} % of all IOs are reads that the cache holds",
            f"{disk_words({**state, **plain})}: {other:,.0f} IOPS; {next(iter(flexible.minutes_by_limit), 'nothing')}",
        )
        because = (
            "Premium SSD v2 and Ultra have no host caching, so every IO goes through the VM's uncached limit. Reads "
            "from the cache have a limit of their own."
        )
        return Truth(answer=answer, because=because, steps=steps)

    def price_gap(self, state: State) -> Truth:
        """How many times the cheapest of three sets the dearest costs."""
        sets = {
            "one P60": {"disk": "P60", "count": 1},
            "2 x P30": {"disk": "P30", "count": 2},
            "one Premium SSD v2": {
                "disk": "v2",
                "count": 1,
                "gib": 1_024,
                "disk_iops": state["iops"],
                "disk_mbps": 125,
            },
        }
        costs = {}
        for words, changes in sets.items():
            cost = self.run(state, **changes).cost
            if cost.usd is None:
                raise DataError(f"No price of {words} is known in {state['region']}.")
            costs[words] = cost.usd
        dear, cheap = max(costs.values()), min(costs.values())
        steps = tuple(f"{words}: {usd:,.2f} USD a month" for words, usd in costs.items())
        because = (
            "A P60 sells IOPS together with 8,192 GiB. Premium SSD v2 sells GiB, IOPS and MB/s apart, and the first "
            "3,000 IOPS and 125 MB/s of each disk are free."
        )
        return Truth(answer=round(dear / cheap, 1), because=because, steps=steps)
