"""What the maintenance lab shows: the night, the capacity, who is left out, findings, windows on both clocks."""

from __future__ import annotations

from datetime import UTC

from azstudy.labs import _html as h
from azstudy.labs._controls import State
from azstudy.labs._maintenance.result import MaintenanceLabResult
from azstudy.model.placement import AvailabilitySet
from azstudy.model.vm import VirtualMachine

_MOST: int = 60
_CHIPS = {"done": ("✓\xa0done", "good"), "partly": ("◐\xa0partly", "warn"), "skipped": ("✗\xa0left\xa0out", "warn")}
_KINDS = {"error": "wrong", "warning": "warn", "info": ""}


def summary(result: MaintenanceLabResult) -> h.Markup:
    """Patched and not, below need, findings."""
    run = result.run
    total = len(result.design.machines)
    patched = total - len(run.not_patched)
    pairs: list[tuple[str, h.Child]] = [
        ("Patched", h.tag("strong", f"{patched} of {total}")),
        ("Windows shown", str(len(result.windows)) if result.windows else "the platform's nights"),
        ("Findings", str(len(run.findings))),
    ]
    below = run.below()
    if below:
        words = "; ".join(f"{name}: {run.lowest(name)} left, {run.needs[name]} needed" for name in below)
        verdict = h.note(f"Below the need: {words}.", kind="warn")
    else:
        verdict = h.note("Every workload keeps as many machines as it needs.", kind="good")
    return h.tag("div", h.facts(pairs), verdict, cls="azs-summary")


def night(result: MaintenanceLabResult, _: State) -> h.Markup:
    """Every visit; the twin of the figure above it, which shows the first night."""
    shown = result.run.visits[:_MOST]
    days = list(dict.fromkeys(result.clock(one.opens)[:-6] for one in shown))
    rows: list[list[h.Child]] = []
    for one in shown:
        words, kind = _CHIPS[one.outcome]
        day: list[h.Child] = [result.clock(one.opens)[:-6].replace(" ", "\xa0")] if len(days) > 1 else []
        begins = "–" if one.begins is None else result.clock(one.begins)[-5:]
        away = "–" if one.away is None else result.clock(one.away[0])[-5:]
        ends = "–" if one.ends is None else result.clock(one.ends)[-5:]
        because = h.tag("span", one.because, cls="azs-wrap")
        rows.append([one.machine, *day, begins, away, ends, h.chip(words, kind), because])
    for name, why in result.unvisited.items():
        chip = h.chip("✗\xa0no\xa0visit", "warn")
        rows.append([name, *(["–"] if len(days) > 1 else []), "–", "–", "–", chip, h.tag("span", why, cls="azs-wrap")])
    names = ("Machine", *(["Night"] if len(days) > 1 else []), "Begins", "Restarts", "Ends", "Outcome", "Because")
    when = f"{days[0]}, by" if len(days) == 1 else "By"
    caption = f"{when} the clock of {result.zone.value}"
    parts: list[h.Child] = [h.table([h.Column(name) for name in names], rows, caption=caption)]
    if len(result.run.visits) > _MOST:
        parts.append(h.note(f"The first {_MOST} of {len(result.run.visits)}; `run.to_frame()` of the twin has all."))
    words = "A machine is away from its restart to its end. How long updates and restarts take is illustrative: "
    parts.append(h.note(f"{words}no page says it."))
    return h.join(parts)


def capacity(result: MaintenanceLabResult, _: State) -> h.Markup:
    """Every change of a workload's capacity; the twin of the figure above it."""
    run = result.run
    columns = [
        h.Column("Workload"),
        h.Column("From"),
        h.Column("Serve", numeric=True),
        h.Column("Of", numeric=True),
        h.Column("Needed", numeric=True),
        h.Column("Enough"),
    ]
    rows: list[list[h.Child]] = [
        [
            one.workload,
            result.clock(one.at),
            one.running,
            one.total,
            one.needed,
            h.chip("✗ no", "warn") if one.below else h.chip("✓ yes", "good"),
        ]
        for one in sorted(run.capacity[:_MOST], key=lambda one: (one.workload, one.at))
    ]
    if not rows:
        return h.note("No machine goes away.", kind="good")
    lowest: list[list[h.Child]] = [[name, run.lowest(name), run.totals[name], run.needs[name]] for name in run.totals]
    heads = [h.Column("Workload"), *(h.Column(name, numeric=True) for name in ("Lowest", "Of", "Needed"))]
    return h.join(
        [h.table(heads, lowest, caption="The worst moment of each workload"),
         h.table(columns, rows, caption="Every change")]
    )  # fmt: skip


def left_out(result: MaintenanceLabResult, _: State) -> h.Markup:
    """Who is not patched, and why."""
    found = result.run.not_patched
    if not found:
        return h.note("Every machine has all updates.", kind="good")
    rows: list[list[h.Child]] = [[name, h.tag("span", why, cls="azs-wrap")] for name, why in found.items()]
    return h.table([h.Column("Machine"), h.Column("Why")], rows, caption="Not patched at the end of the time shown")


def findings(result: MaintenanceLabResult, _: State) -> h.Markup:
    """Conflicts, the worst first."""
    found = result.run.findings
    if not found:
        return h.note("No conflict.", kind="good")
    rows: list[list[h.Child]] = [
        [
            h.chip(one.severity, _KINDS[one.severity]),
            one.subject,
            h.tag("span", result.told(one.message), cls="azs-wrap"),
            h.tag("span", one.fix, cls="azs-wrap"),
        ]
        for one in found
    ]
    columns = [h.Column(name) for name in ("How bad", "What", "The matter", "What helps")]
    return h.table(columns, rows, caption="What stands in the way, the worst first")


def windows(result: MaintenanceLabResult, _: State) -> h.Markup:
    """The windows in the time shown, on the wall and in UTC."""
    if not result.windows:
        words = "The platform has no window: it patches in off-peak hours of each region, within 30 days of a release."
        return h.note(words if result.state["who"] == "platform" else "No window opens in the time shown.")
    rows: list[list[h.Child]] = [
        [name, result.clock(one.start), f"{one.start.astimezone(UTC):%a %d %b %H:%M}", f"{one.minutes:g} min"]
        for name, one in result.windows[:_MOST]
    ]
    columns = [h.Column("Schedule"), h.Column("Opens on the wall"), h.Column("Opens in UTC"), h.Column("Length")]
    note = h.note(
        "The wall clock stays; UTC moves when clocks change. Azure does not say what it does with an hour that a clock "
        "skips or shows twice: azstudy takes the first minute after the gap, and the first pass."
    )
    return h.join([h.table(columns, rows, caption="Windows in the time shown"), note])


def exhibit(result: MaintenanceLabResult) -> h.Markup:
    """The machines as they are, numbered, without what becomes of them."""
    names = ("No.", "VM", "Where", "Patch mode", "Your schedule", "Tag patch", "Updates")
    off = set(result.estate.off)
    rows: list[list[h.Child]] = []
    for number, vm in enumerate(result.design.vms, 1):
        updates = "VM\xa0off" if vm.name in off else f"{_minutes(vm, result):g}\xa0min"
        own = "yes" if vm.patching.customer_schedule else "no"
        mode = h.tag("span", vm.patching.effective_mode(vm.os).value, cls="azs-wrap")
        where = h.tag("span", _where(vm, result), cls="azs-wrap")
        rows.append([number, vm.name, where, mode, own, dict(vm.tags)["patch"], updates])
    schedules = [
        f"{name}: {result.clock(one.start)}, {one.minutes:g} minutes, for VMs with the tag patch="
        f"{'later' if name.endswith('second') else 'sunday'}."
        for name, one in result.windows[: 2 if result.state["split"] else 1]
    ]
    caption = "The machines; a set is an availability set" if result.design.of(AvailabilitySet) else "The machines"
    return h.join([h.bullets(schedules), h.table([h.Column(name) for name in names], rows, caption=caption)])


def _where(vm: VirtualMachine, result: MaintenanceLabResult) -> str:
    spot = f"zone {vm.zone}" if vm.zone else "set" if vm.availability_set else "–"
    region = vm.region if vm.region and not vm.name.startswith(vm.region) else ""
    return f"{region}, {spot}" if region else spot


def _minutes(vm: VirtualMachine, result: MaintenanceLabResult) -> float:
    return result.estate.patch_min.get(vm.name, float(result.state["patch_min"]))
