"""One small, honest service model, and the run that load, autoscale, failures, upgrades and repairs share.

    Scenario (values) -> Run (mutable, an event kernel and minute ticks) -> ServiceResult (values, with a timeline)

- `kernel`: what happens when; knows nothing of Azure.
- `values`, `failures`, `scenario`: what a run depends on. `flow`: one minute's requests, in whole numbers.
- `members`: instances by stage, with running counts; `life`: how they start, fail, recover and leave.
- `states`: one tier in a run; `run`: the run itself; `injuries`: failures as events; `balance`: automatic zone balance;
  `calm`: quiet minutes at a stride; `ranks`: a stand-in for the fleet; `result`, `measures`: what came of it.
- `entry`: `az.simulate.autoscale`; `sweeping`, `vector`: `az.simulate.sweep`.

A minute is arithmetic on counts; objects are touched only when something happens to an instance. The formulas are in
docs/service-model.md; no source documents them, and every number in them can be set.

Time: at the end of each minute come, in this order, the minute's requests, its metrics, autoscale, then the events due
at that very time, which therefore belong to the next minute.

Joining in
----------
A process (a rolling upgrade, automatic repairs) is any object with `attach(run)`; `Run(scenario, [process])` calls it
before the first minute. It plans its own events and uses what the run offers; `tier` is a number (0 is the front) or
a name, and may be left out where there is one:

- `run.kernel.at(when_s, do)`, `.after(delay_s, do)`, `.cancel(handle)`, `.now_s`
- `run.instances(tier)` -> members; each has `.id .zone .model .stage .since_s .healthy .instance`. `healthy` is what a
  probe inside the VM sees: None until the application is up. `stage` is one of `members.Stage`.
- `run.state(tier)`: `.model` (set it to publish a new version of the scale-set model: new instances get it),
  `.roll.versions[n] = Version(answers=False, ...)` (how a version behaves), `.roll.rotation`,
  `.roll.rotation_by_zone`, `.roll.rotation_by_model`, `.fleet`, `.tier.scale_set`
- `run.reimage(id, because, model=None)`, `run.restart(id, because)`, `run.replace(id, because)`,
  `run.remove(ids, because)`, `run.scale(count)` (max surge), `run.set_health(id, healthy, because)`,
  `run.log(Decision(...))`
- `run.life(tier).down(members)`, `.begin(members, plan)` and `.reach(members, reachable)` for failures of their own

`run.go()` runs to the end; `ServiceResult.of(run)` reads what came of it.
"""

from typing import TYPE_CHECKING, Final

from azstudy._lazy import lazily

if TYPE_CHECKING:
    from azstudy.simulate.service.failures import HostFailure as HostFailure
    from azstudy.simulate.service.failures import ProbeOutage as ProbeOutage
    from azstudy.simulate.service.failures import SpotEviction as SpotEviction
    from azstudy.simulate.service.failures import ZoneLoss as ZoneLoss
    from azstudy.simulate.service.kernel import Kernel as Kernel
    from azstudy.simulate.service.members import Member as Member
    from azstudy.simulate.service.members import Stage as Stage
    from azstudy.simulate.service.result import ServiceResult as ServiceResult
    from azstudy.simulate.service.run import Process as Process
    from azstudy.simulate.service.run import Run as Run
    from azstudy.simulate.service.scenario import Scenario as Scenario
    from azstudy.simulate.service.scenario import Tier as Tier
    from azstudy.simulate.service.values import Prices as Prices
    from azstudy.simulate.service.values import ServiceModel as ServiceModel
    from azstudy.simulate.service.values import StartUp as StartUp
    from azstudy.simulate.service.values import Version as Version

_HERE: Final = "azstudy.simulate.service."
_FACE: Final = {
    "HostFailure": _HERE + "failures",
    "Kernel": _HERE + "kernel",
    "Member": _HERE + "members",
    "Prices": _HERE + "values",
    "ProbeOutage": _HERE + "failures",
    "Process": _HERE + "run",
    "Run": _HERE + "run",
    "Scenario": _HERE + "scenario",
    "ServiceModel": _HERE + "values",
    "ServiceResult": _HERE + "result",
    "SpotEviction": _HERE + "failures",
    "Stage": _HERE + "members",
    "StartUp": _HERE + "values",
    "Tier": _HERE + "scenario",
    "Version": _HERE + "values",
    "ZoneLoss": _HERE + "failures",
}
__getattr__, __dir__ = lazily(__name__, _FACE)
