"""A run of an Image Builder template: what is checked first, what each step does, and whether a version comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.gallery import ImageDefinition
from azstudy.model.schedule_words import ImageSecurity
from azstudy.model.spoken import Spoken
from azstudy.model.words import Generation, OsState, OsType
from azstudy.simulate.gallery.numbering import next_version
from azstudy.simulate.timeline import Decision, Timeline

if TYPE_CHECKING:
    import pandas as pd

SOURCES: Final = ("PlatformImage", "ManagedImage", "SharedImageVersion")
CUSTOMIZERS: Final = ("File", "Shell", "PowerShell", "WindowsRestart", "WindowsUpdate")
WINDOWS_ONLY: Final = ("PowerShell", "WindowsRestart", "WindowsUpdate")
DEFAULT_TIMEOUT_MIN: Final = 240
TIMEOUT_MIN: Final = (6, 960)
"""Allowed minutes of buildTimeoutInMinutes; 0 or none means 240 (image-builder-json.md@1a043fb3)."""
WINDOWS_ADVISED_MIN: Final = 60
PREPARE_MIN: Final = 10.0
"""Minutes until the build VM takes the first customizer. Illustrative: no source documents it."""
CAPTURE_MIN: Final = 15.0
"""Minutes to generalize and capture. Illustrative: no source documents it."""


def _os(given: str | OsType) -> OsType:
    return OsType.parse(given)


def _generation(given: str | Generation) -> Generation:
    return Generation.parse(given)


def _security(given: str | ImageSecurity) -> ImageSecurity:
    return ImageSecurity.parse(given)


def _state(given: str | OsState) -> OsState:
    return OsState.parse(given)


@attrs.frozen(kw_only=True)
class ImageSource:
    """What an image is built from.

    Attributes:
        kind: "PlatformImage" (Marketplace), "ManagedImage" or "SharedImageVersion" (of a gallery).
        number: Its version; "latest" is looked up when the build runs.
        os: Its operating system.
        generation: V1 or V2; the build keeps it.
        security: Its security type.
        os_state: Generalized or Specialized.
        regions: Where it is (a gallery version: where it is replicated); empty for a Marketplace image.
        same_subscription: Whether it is in the template's subscription.

    >>> ImageSource().kind
    'PlatformImage'
    """

    kind: str = "PlatformImage"
    number: str = "latest"
    os: OsType = attrs.field(default=OsType.LINUX, converter=_os)
    generation: Generation = attrs.field(default=Generation.V2, converter=_generation)
    security: ImageSecurity = attrs.field(default=ImageSecurity.TRUSTED_LAUNCH_SUPPORTED, converter=_security)
    os_state: OsState = attrs.field(default=OsState.GENERALIZED, converter=_state)
    regions: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    same_subscription: bool = True

    def __attrs_post_init__(self) -> None:
        if self.kind not in SOURCES:
            raise UnknownNameError("source of an image", self.kind, nearest(self.kind, SOURCES))


@attrs.frozen(kw_only=True)
class Customizer:
    """One step of the build.

    Attributes:
        name: What it is called.
        kind: "File", "Shell", "PowerShell", "WindowsRestart" or "WindowsUpdate".
        minutes: How long it takes; illustrative.
        fails: Whether it fails in this run.
    """

    name: str
    kind: str = "Shell"
    minutes: float = 5.0
    fails: bool = False

    def __attrs_post_init__(self) -> None:
        if self.kind not in CUSTOMIZERS:
            raise UnknownNameError("customizer", self.kind, nearest(self.kind, CUSTOMIZERS))
        if not 0 <= self.minutes < float("inf"):
            raise InvalidInputError(f"{self.name} takes {self.minutes!r} minutes; allowed is a number from 0.")


@attrs.frozen(kw_only=True)
class ImageBuildResult(Spoken):
    """What a run of the template gave.

    Attributes:
        status: "succeeded", "failed" (it ran), or "refused" (the template is not taken).
        number: The new version; None where none came out.
        minutes: How long it ran.
        refusals: Why the template is not taken.
        advice: What is allowed and will hurt.
        timeline: Each step with its reason.
    """

    status: str
    number: str | None
    minutes: float
    refusals: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    timeline: Timeline = attrs.field(factory=Timeline)

    @property
    def text(self) -> str:
        """The outcome, then a line a step."""
        head = f"Build {self.status}" + (f": version {self.number}" if self.number else "")
        lines = [f"{head}, {self.minutes:g} minutes." if self.minutes else f"{head}."]
        lines += [f"  refused: {one}" for one in self.refusals]
        lines += [f"  {one.text}" for one in self.timeline]
        return "\n".join([*lines, *(f"  advice: {one}" for one in self.advice)])

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a step."""
        import pandas as pd

        rows = [[one.at_s / 60, one.action, one.subject, one.because] for one in self.timeline]
        return pd.DataFrame(rows, columns=["minute", "action", "step", "because"])


def image_build(
    source: ImageSource | None = None,
    steps: Sequence[Customizer | str] = (),
    *,
    definition: ImageDefinition | None = None,
    region: str = "westeurope",
    scheme: str = "Latest",
    major: int | None = None,
    timeout_min: float | None = None,
    identity: bool = True,
    validators: Sequence[Customizer | str] = (),
    distribute_anyway: bool = False,
    published: Iterable[str] = (),
) -> ImageBuildResult:
    """Run an Image Builder template: check it, customize, validate, distribute.

    The steps run in their order and the first that fails ends the build; then nothing is distributed. Validators run
    after them: one that fails makes the run fail, and keeps the image back unless `distribute_anyway`.

    Args:
        source: What to build from; by default a Marketplace image with Linux.
        steps: Customizers in order; a text is a Shell step of that name.
        definition: The image definition to distribute to; it has to exist. None for the default one.
        region: The template's region.
        scheme: How the version is numbered, "Latest" or "Source".
        major: The major version to stay in (scheme Latest).
        timeout_min: `buildTimeoutInMinutes`: 6 to 960; None or 0 for 240.
        identity: Whether the template has its user-assigned identity.
        validators: Tests in the build VM, in order.
        distribute_anyway: `continueDistributeOnFailure`.
        published: Numbers that are there, besides those of the definition.

    Raises:
        InvalidInputError: For numbers that make no sense.
        UnknownNameError: For an unknown kind or scheme.

    Source: azure-compute-docs linux/image-builder-json.md@1a043fb3, image-builder-overview.md@0ddd50bc.

    >>> print(image_build(steps=["install nginx", Customizer(name="harden", fails=True), "clean up"]))
    Build failed, 20 minutes.
      00:00:00 build VM: Standard_D2ds_v4 by default, for generation V2
      00:10:00 install nginx customize: Shell, 5 minutes
      00:15:00 harden customize failed: Shell: one step that fails ends the build; nothing is distributed
    """
    source = source or ImageSource()
    target = definition or ImageDefinition("image", os=source.os, generation=source.generation)
    flow = [Customizer(name=one) if isinstance(one, str) else one for one in steps]
    tests = [Customizer(name=one) if isinstance(one, str) else one for one in validators]
    limit, refusals = _timeout(timeout_min)
    refusals += _refusals(source, target, [*flow, *tests], region, identity)
    if refusals:
        return ImageBuildResult(status="refused", number=None, minutes=0, refusals=tuple(refusals))
    from_source = scheme.casefold() == "source"
    if from_source and source.number == "latest":
        raise InvalidInputError(
            "The scheme Source needs the number that 'latest' of the source stands for when the build runs: "
            "ImageSource(number='22.4.20261105')."
        )
    have = [*(one.number for one in target.versions), *published]
    chosen = next_version(have, scheme=scheme, major=major, source=source.number if from_source else None)
    advice = tuple(_advice(source, limit))
    return _run(source, flow, tests, limit, distribute_anyway, f"{chosen.number}: {chosen.because}", advice)


def _timeout(given: float | None) -> tuple[float, list[str]]:
    if given in (None, 0):
        return DEFAULT_TIMEOUT_MIN, []
    low, high = TIMEOUT_MIN
    if given is None or isinstance(given, bool) or not isinstance(given, (int, float)):
        raise InvalidInputError(f"timeout_min={given!r} is no number of minutes; allowed are {low} to {high}, or 0.")
    if not low <= given <= high:
        return 0, [f"buildTimeoutInMinutes is {given:g}; allowed are {low} to {high}, or 0 for {DEFAULT_TIMEOUT_MIN}"]
    return given, []


def _refusals(
    source: ImageSource, target: ImageDefinition, flow: Sequence[Customizer], region: str, identity: bool
) -> list[str]:
    found = []
    here = _plain(region) in {_plain(one) for one in source.regions}
    if not identity:
        found.append("the template has no user-assigned identity, and it needs one")
    if source.os_state is not OsState.GENERALIZED or target.os_state is not OsState.GENERALIZED:
        found.append("only generalized images are built from and distributed")
    if source.kind == "ManagedImage" and not (source.same_subscription and here):
        found.append(f"a managed image has to be in the template's subscription and region ({region})")
    if source.kind == "SharedImageVersion" and not here:
        found.append(f"the source version is not replicated to the template's region, {region}")
    if source.os is not target.os:
        found.append(f"the source is {source.os} and the definition is for {target.os}")
    if source.generation is not target.generation:
        found.append(f"a build keeps its generation: the source is {source.generation}, not {target.generation}")
    supported = ImageSecurity.TRUSTED_LAUNCH_SUPPORTED
    if (source.security is supported) is not (target.security is supported):
        found.append(
            f"TrustedLaunchSupported is needed at both ends: the source is {source.security}, the definition "
            f"{target.security}"
        )
    for step in flow:
        if source.os is OsType.LINUX and step.kind in WINDOWS_ONLY:
            found.append(f"{step.name}: {step.kind} is a step for Windows")
    return found


def _plain(region: str) -> str:
    return "".join(str(region).split()).casefold()


def _advice(source: ImageSource, limit: float) -> Iterator[str]:
    if source.os is OsType.WINDOWS and limit < WINDOWS_ADVISED_MIN:
        yield f"Windows builds should get at least {WINDOWS_ADVISED_MIN} minutes; this one has {limit:g}."


def _run(
    source: ImageSource,
    flow: Sequence[Customizer],
    tests: Sequence[Customizer],
    limit: float,
    distribute_anyway: bool,
    chosen: str,
    advice: tuple[str, ...],
) -> ImageBuildResult:
    size = "Standard_D1_v2" if source.generation is Generation.V1 else "Standard_D2ds_v4"
    words = f"{size} by default, for generation {source.generation}"
    log = [Decision(at_s=0, action="build VM", because=words)]
    at, problem = PREPARE_MIN, ""
    work = [("customize", one) for one in flow] + [("validate", one) for one in tests]
    for action, one in work:
        if at + one.minutes > limit:
            because = f"it would end after {limit:g} minutes, the build's time limit; nothing is distributed"
            log.append(Decision(at_s=limit * 60, action="timed out", subject=one.name, because=because))
            return _result("failed", None, limit, log, advice)
        if one.fails:
            alone = action == "validate" and distribute_anyway
            problem = f"{one.kind}: one step that fails ends the build; nothing is distributed"
            if action == "validate":
                kept = "the image is distributed anyway" if alone else "the image is not distributed"
                problem = f"{one.kind}: one validator that fails makes the run fail; {kept}"
            log.append(Decision(at_s=at * 60, action=f"{action} failed", subject=one.name, because=problem))
            at += one.minutes
            if not alone:
                return _result("failed", None, at, log, advice)
            break
        because = f"{one.kind}, {one.minutes:g} minutes"
        log.append(Decision(at_s=at * 60, action=action, subject=one.name, because=because))
        at += one.minutes
    if at + CAPTURE_MIN > limit:
        because = f"generalizing and capturing would end after {limit:g} minutes, the build's time limit"
        log.append(Decision(at_s=limit * 60, action="timed out", because=because))
        return _result("failed", None, limit, log, advice)
    at += CAPTURE_MIN
    log.append(Decision(at_s=at * 60, action="distribute", because=chosen))
    return _result("failed" if problem else "succeeded", chosen.partition(":")[0], at, log, advice)


def _result(
    status: str, number: str | None, minutes: float, log: list[Decision], advice: tuple[str, ...]
) -> ImageBuildResult:
    return ImageBuildResult(status=status, number=number, minutes=minutes, advice=advice, timeline=Timeline(tuple(log)))
