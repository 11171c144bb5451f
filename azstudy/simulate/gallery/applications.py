"""VM applications on their way to a VM: in which order, what a failure stops, what an update does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.spoken import Spoken
from azstudy.model.vm import InstalledApplication, VirtualMachine
from azstudy.rules.applications import LARGEST_CONFIGURATION_MIB, LARGEST_PACKAGE_MIB, MOST_ON_A_VM

if TYPE_CHECKING:
    import pandas as pd

INSTALLED: Final = "installed"
FAILED: Final = "failed"
SKIPPED: Final = "skipped"
REFUSED: Final = "refused"
UNCHANGED: Final = "unchanged"


@attrs.frozen(kw_only=True)
class App:
    """An application to put on a VM.

    Attributes:
        name: The application.
        version: Its version.
        order: Lower goes first; None goes last.
        must_work: `treatFailureAsDeploymentFailure`.
        regions: Where the version is replicated; empty for everywhere.
        package_mib: Size of the package.
        configuration_mib: Size of its configuration.
        update_command: Whether the version says how to update.
    """

    name: str
    version: str = "1.0.0"
    order: int | None = None
    must_work: bool = False
    regions: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    package_mib: float = 1.0
    configuration_mib: float = 0.0
    update_command: bool = False


@attrs.frozen(kw_only=True)
class AppStep:
    """What happened to one application: its commands, its outcome and why."""

    name: str
    version: str
    order: int | None
    outcome: str
    commands: tuple[str, ...] = ()
    because: str = ""

    @property
    def text(self) -> str:
        """One line."""
        ran = f" ({' then '.join(self.commands)})" if self.commands else ""
        return f"{self.name} {self.version}: {self.outcome}{ran}; {self.because}"


@attrs.frozen(kw_only=True)
class VmApplicationsResult(Spoken):
    """What a VM got.

    Attributes:
        steps: One for each application, in the order in which they were tried.
        provisioning: "Succeeded" or "Failed", the state of the VM's deployment.
        because: Why.
    """

    steps: tuple[AppStep, ...]
    provisioning: str
    because: str

    def names(self, *outcomes: str) -> tuple[str, ...]:
        """Names of the applications with these outcomes."""
        return tuple(one.name for one in self.steps if one.outcome in outcomes)

    @property
    def attempted(self) -> tuple[str, ...]:
        """Applications whose commands ran."""
        return self.names(INSTALLED, FAILED)

    @property
    def installed(self) -> tuple[str, ...]:
        """Applications that are there and were there to be put on."""
        return self.names(INSTALLED, UNCHANGED)

    @property
    def skipped(self) -> tuple[str, ...]:
        """Applications that a failure before them stopped."""
        return self.names(SKIPPED)

    @property
    def text(self) -> str:
        """The state of the VM, then a line an application."""
        return "\n".join([f"VM {self.provisioning}: {self.because}", *(f"  {one.text}" for one in self.steps)])

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row an application."""
        import pandas as pd

        names = ["name", "version", "order", "outcome", "commands", "because"]
        rows = [
            [one.name, one.version, one.order, one.outcome, ", ".join(one.commands), one.because] for one in self.steps
        ]
        return pd.DataFrame(rows, columns=names)


def vm_applications(
    apps: VirtualMachine | Iterable[App | InstalledApplication | Mapping[str, Any] | str],
    *,
    fails: Iterable[str] = (),
    present: Mapping[str, str] | None = None,
    region: str = "westeurope",
) -> VmApplicationsResult:
    """Put applications on a VM.

    They go in ascending order, equal orders in any sequence (azstudy: by name), those without an order last. One that
    fails stops all with a higher order, and neither its equals nor those without one. The VM's deployment fails only
    where `treatFailureAsDeploymentFailure` is set. Without an update command an update removes and installs. A failed
    application is tried again only when it is removed and added.

    Args:
        apps: A VM with applications, or `App` values, dicts with their fields, or names.
        fails: Names of those whose command fails.
        present: Versions already on the VM, by name: another version is an update.
        region: The VM's region.

    Raises:
        InvalidInputError: For more than 25, or two versions of one application.
        UnknownNameError: For a name in `fails` that is not among the applications.

    Source: azure-compute-docs vm-applications.md@35b0210c (2025-08).

    >>> run = vm_applications([App(name="a", order=1), App(name="b", order=2), App(name="c")], fails=["a"])
    >>> run.attempted, run.installed, run.skipped, run.provisioning
    (('a', 'c'), ('c',), ('b',), 'Succeeded')
    """
    given = [_app(one) for one in (apps.applications if isinstance(apps, VirtualMachine) else apps)]
    names = [one.name for one in given]
    _check(given, names)
    bad = set(fails)
    for name in sorted(bad):
        if name not in names:
            raise UnknownNameError("application", name, nearest(name, names))
    before = dict(present or {})
    steps: list[AppStep] = []
    stopped: tuple[int, str] | None = None
    for app in sorted(given, key=lambda one: (one.order is None, one.order or 0, one.name)):
        if stopped and app.order is not None and app.order > stopped[0]:
            because = f"{stopped[1]} of order {stopped[0]} failed, and its order is higher"
            steps.append(_step(app, SKIPPED, (), because))
            continue
        step = _try(app, before.get(app.name), app.name in bad, region)
        steps.append(step)
        if step.outcome in (FAILED, REFUSED) and app.order is not None and stopped is None:
            stopped = app.order, app.name
    return _verdict(steps, given)


def _app(given: App | InstalledApplication | Mapping[str, Any] | str) -> App:
    if isinstance(given, App):
        return given
    if isinstance(given, str):
        return App(name=given)
    if isinstance(given, InstalledApplication):
        parts = given.version.split("/")
        name = parts[1] if len(parts) > 1 else parts[0]
        number = parts[2] if len(parts) > 2 else "latest"
        return App(name=name, version=number, order=given.order, must_work=given.treat_failure_as_deployment_failure)
    try:
        return App(**given)
    except TypeError:
        fields = ", ".join(one.name for one in attrs.fields(App))
        raise InvalidInputError(f"{dict(given)!r} is no application. Its fields are {fields}.") from None


def _check(apps: Sequence[App], names: Sequence[str]) -> None:
    if len(apps) > MOST_ON_A_VM:
        raise InvalidInputError(f"{len(apps)} applications; a VM takes at most {MOST_ON_A_VM}. Put some together.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InvalidInputError(f"{', '.join(twice)} twice; a VM has one version of an application. Leave one out.")


def _try(app: App, before: str | None, fails: bool, region: str) -> AppStep:
    if app.regions and region not in app.regions:
        return _step(app, REFUSED, (), f"it is not replicated to {region}, the VM's region")
    for word, size, limit in (
        ("package", app.package_mib, LARGEST_PACKAGE_MIB),
        ("configuration", app.configuration_mib, LARGEST_CONFIGURATION_MIB),
    ):
        if size > limit:
            return _step(app, REFUSED, (), f"its {word} has {size:,g} MiB; at most {limit:,} are allowed")
    if before == app.version:
        return _step(app, UNCHANGED, (), "this version is there already; a failed one would have to be removed first")
    commands: tuple[str, ...] = ("install",)
    because = "it is new"
    if before is not None:
        commands = ("update",) if app.update_command else (f"remove {before}", "install")
        because = f"{before} is there" + ("" if app.update_command else ", and there is no update command")
    if fails:
        words = "; the deployment fails with it" if app.must_work else "; the VM does not fail with it"
        return _step(app, FAILED, commands, f"its command failed{words}")
    return _step(app, INSTALLED, commands, because)


def _step(app: App, outcome: str, commands: tuple[str, ...], because: str) -> AppStep:
    return AppStep(
        name=app.name, version=app.version, order=app.order, outcome=outcome, commands=commands, because=because
    )


def _verdict(steps: Sequence[AppStep], apps: Sequence[App]) -> VmApplicationsResult:
    asked = {app.name for app in apps if app.must_work}
    refused = [one.name for one in steps if one.outcome == REFUSED]
    fatal = [one.name for one in steps if one.outcome == FAILED and one.name in asked]
    failed = [one.name for one in steps if one.outcome == FAILED]
    if refused:
        return VmApplicationsResult(
            steps=tuple(steps), provisioning="Failed", because=f"Azure refuses {', '.join(refused)}."
        )
    if fatal:
        because = f"{', '.join(fatal)} failed and treatFailureAsDeploymentFailure is set."
        return VmApplicationsResult(steps=tuple(steps), provisioning="Failed", because=because)
    because = (
        "every application is there."
        if not failed
        else (f"{', '.join(failed)} failed, but treatFailureAsDeploymentFailure is not set: nobody is told.")
    )
    return VmApplicationsResult(steps=tuple(steps), provisioning="Succeeded", because=because)
