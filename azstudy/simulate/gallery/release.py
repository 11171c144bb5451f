"""One release from end to end: build, publish excluded, open the canary region, judge, release, upgrade by itself."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.gallery import ImageDefinition, ImageVersion, TargetRegion
from azstudy.model.scaleset import ScaleSet
from azstudy.model.spoken import Spoken
from azstudy.simulate.gallery.building import Customizer, ImageBuildResult, image_build
from azstudy.simulate.images.latest import latest
from azstudy.simulate.images.replication import replication
from azstudy.simulate.timeline import Decision, Timeline
from azstudy.simulate.upgrading.entry import upgrade
from azstudy.simulate.upgrading.os_image import starts_os_upgrade
from azstudy.simulate.upgrading.result import UpgradeResult

if TYPE_CHECKING:
    import pandas as pd

    from azstudy.simulate.service.values import Version

NOTICE_MIN: Final = 5.0
"""Minutes until a scale set notices a version that it may take. Not documented."""
WATCH_MIN: Final = 60.0
"""Minutes for which the canary is watched once its upgrade has ended. Your choice; an hour here."""

MOST_WATCH_MIN: Final = 1440
"""The longest watch that azstudy runs: a day."""
RUN_MIN: Final = 360
"""Minutes for which a region is followed after the version has arrived: its standing is that of the last one."""


@attrs.frozen(kw_only=True)
class RegionRelease:
    """What the release did in one region.

    Attributes:
        region: Where.
        before: What "latest" meant there; None for nothing.
        after: What it means at the end.
        ready_min: Minute in which the version was there; None where it was not sent.
        upgrade: The scale set's upgrade; None where none began.
        because: Why, in one sentence.
    """

    region: str
    before: str | None
    after: str | None
    ready_min: float | None
    upgrade: UpgradeResult | None = attrs.field(repr=False, default=None)
    because: str = ""

    @property
    def status(self) -> str:
        """ "upgraded", "old disks back", "ill" or "untouched"."""
        if self.upgrade is None:
            return "untouched"
        if self.upgrade.restored:
            return "old disks back"
        return "ill" if self.upgrade.broken or self.upgrade.status != "completed" else "upgraded"


@attrs.frozen(kw_only=True)
class ReleaseResult(Spoken):
    """A release.

    Attributes:
        number: The new version; None where the build failed.
        released: Whether it was released to all regions.
        because: Why it ended so.
        build: The build.
        regions: One for each region, the canary first.
        timeline: Every step with its reason.
        modelled: True: all minutes are a model of azstudy.
    """

    number: str | None
    released: bool
    because: str
    build: ImageBuildResult = attrs.field(repr=False)
    regions: tuple[RegionRelease, ...]
    timeline: Timeline = attrs.field(repr=False)
    modelled: bool = True

    def in_region(self, name: str) -> RegionRelease | None:
        """What happened in a region; None for one without a scale set."""
        return next((one for one in self.regions if one.region == name), None)

    @property
    def text(self) -> str:
        """The log, then the outcome in each region."""
        lines = [one.text for one in self.timeline]
        lines += [f"{one.region}: {one.status}; latest was {one.before} and is {one.after}" for one in self.regions]
        return "\n".join([*lines, self.because])

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a region."""
        import pandas as pd

        names = ["region", "status", "before", "after", "ready_min", "because"]
        return pd.DataFrame([[getattr(one, name) for name in names] for one in self.regions], columns=names)


def image_release(
    scale_sets: Mapping[str, int | ScaleSet],
    *,
    canary: str,
    version: str | Version = "good",
    release: bool = True,
    published: Sequence[str] = ("1.0.0",),
    steps: Sequence[Customizer | str] = ("install", "harden"),
    gib: int = 30,
    watch_min: float = WATCH_MIN,
    catalog: Catalog | None = None,
) -> ReleaseResult:
    """Release a new image version by way of a canary region.

    Image Builder makes the version, excluded from latest, so no scale set takes it. The canary region is opened: the
    version is replicated there and no longer excluded there, so that region's scale set with automatic OS upgrades
    takes it. If it stays well, the version is replicated everywhere and the exclusion ends; each region upgrades when
    the version has arrived. A canary that falls ill gets its old disks back, and the others never see the version.

    Args:
        scale_sets: Region and instances, or a ScaleSet, of those that follow "latest" with automatic OS upgrades.
        canary: The region that goes first; the gallery is there too.
        version: How the new image behaves: "good", "answers 404", "crashes after 10 min", "slow", or a Version.
        release: False to stop after the canary whatever it shows.
        published: Numbers that are there already, in all regions.
        steps: Customizers of the build.
        gib: Size of the image.
        watch_min: Minutes to watch the canary after its upgrade, 0 to 1440; what falls ill later is not seen.
        catalog: The regions to look names up in.

    Raises:
        InvalidInputError: Without scale sets, or for numbers that make no sense.
        UnknownNameError: For an unknown region, or a canary without a scale set.

    Source: azure-compute-docs shared-image-galleries.md@48a37249, linux/image-builder-json.md@1a043fb3,
    virtual-machine-scale-sets-automatic-upgrade.md@0c6223e9 (2026-05).

    >>> run = image_release({"westeurope": 5, "northeurope": 5}, canary="westeurope", version="answers 404")
    >>> run.released, [(one.region, one.status, one.after) for one in run.regions]
    (False, [('westeurope', 'old disks back', '1.0.0'), ('northeurope', 'untouched', '1.0.0')])
    """
    if not 0 <= watch_min <= MOST_WATCH_MIN:
        raise InvalidInputError(f"watch_min={watch_min!r}; allowed are 0 to {MOST_WATCH_MIN} minutes.")
    table = catalog or default_catalog()
    sets = {table.region(name).name: given for name, given in scale_sets.items()}
    if not sets:
        raise InvalidInputError("Give at least one scale set, such as {'westeurope': 10}.")
    first = table.region(canary).name
    if first not in sets:
        raise UnknownNameError("canary", first, nearest(first, sets), hint=f"Scale sets are in {', '.join(sets)}.")
    old = [ImageVersion(number, tuple(TargetRegion(name) for name in sets)) for number in published]
    build = image_build(steps=steps, definition=ImageDefinition("image", tuple(old)), region=first)
    story = _Story(table, sets, first, old, ImageVersion(build.number or "0.0.0", (TargetRegion(first),)), version)
    story.new = story.new.evolve(os_disk_gib=gib, exclude_from_latest=True)
    story.built(build)
    if build.number is None:
        return story.result(build, "The build failed: nothing is published, and nothing changes anywhere.")
    story.publish()
    story.open_canary()
    if not story.judge(watch_min):
        return story.result(build, f"The canary is ill: {build.number} is excluded again and not released.")
    if not release:
        return story.result(build, f"The canary is well; {build.number} stays there alone.")
    story.release()
    return story.result(build, f"{build.number} is released to {len(sets)} regions.")


class _Story:
    """The state of a release on its way."""

    def __init__(
        self,
        table: Catalog,
        sets: Mapping[str, int | ScaleSet],
        canary: str,
        old: Sequence[ImageVersion],
        new: ImageVersion,
        behaves: str | Version,
    ) -> None:
        self.table, self.sets, self.canary, self.behaves = table, sets, canary, behaves
        self.old, self.new = list(old), new
        self.before = {name: latest(self.old, name, catalog=table).number for name in sets}
        self.minute = 0.0
        self.log: list[Decision] = []
        self.ready: dict[str, float] = {}
        self.runs: dict[str, UpgradeResult] = {}
        self.reasons: dict[str, str] = {}
        self.released = False

    def say(self, action: str, because: str, subject: str = "", minute: float | None = None) -> None:
        at = self.minute if minute is None else minute
        self.log.append(Decision(at_s=at * 60, action=action, subject=subject, because=because))

    def built(self, build: ImageBuildResult) -> None:
        last = build.timeline.decisions[-1].because if build.timeline.decisions else "; ".join(build.refusals)
        self.minute = build.minutes
        self.say(f"build {build.status}", last)

    def publish(self) -> None:
        self.say("publish", "excluded from latest: it is in the gallery, and no scale set takes it", self.new.number)
        for name in self.sets:
            self.reasons[name] = starts_os_upgrade(name, self.new).because

    def open_canary(self) -> None:
        self.new = self.new.evolve(exclude_from_latest=False)
        because = f"the exclusion ends while the version is in {self.canary} alone: no other region has it"
        self.say("open the canary", because, self.new.number)
        for name in self.sets:
            self.reasons[name] = starts_os_upgrade(name, self.new).because
        self._copies([self.canary])
        self._upgrade(self.canary)

    def _copies(self, regions: Sequence[str]) -> None:
        targets = [TargetRegion(name) for name in dict.fromkeys([self.canary, *regions])]
        copies = replication(self.new.evolve(target_regions=targets, source_region=self.canary), catalog=self.table)
        for name in regions:
            copy = copies.in_region(name)
            if copy is not None and copy.ready_min is not None:
                self.ready[name] = self.minute + copy.ready_min
                self.say("replicated", copy.because, name, self.ready[name])

    def _upgrade(self, region: str) -> None:
        start = starts_os_upgrade(region, self.new)
        self.reasons[region] = start.because
        if not start or region not in self.ready:
            self.say("no upgrade", start.because if not start else "nobody knows when the version arrives", region)
            return
        begin = self.ready[region] + NOTICE_MIN
        run = self._run(region, RUN_MIN)
        self.runs[region] = run
        self.say("automatic OS upgrade", start.because, region, begin)
        for batch in run.batches:
            words = f"batch {batch.number}: {len(batch.ids)} of {batch.of}"
            words += f", {len(batch.ill)} ill" if batch.ill else ", all healthy"
            self.say("batch", words, region, self.ready[region] + (batch.end_s or batch.start_s) / 60)
        if run.restored:
            end = self.ready[region] + _end_min(run)
            many = "1 instance" if len(run.restored) == 1 else f"{len(run.restored)} instances"
            self.say("old disks back", f"{many}: {_stop(run)}", region, end)

    def _run(self, region: str, minutes: int) -> UpgradeResult:
        """The upgrade of a region's scale set and what follows, over so many minutes since the copy is there."""
        given = self.sets[region]
        machines = given if isinstance(given, ScaleSet) else None
        options: dict[str, Any] = {} if machines is not None else {"instances": given}
        return upgrade(machines, version=self.behaves, mode="os image", at_min=NOTICE_MIN, minutes=minutes, **options)

    def judge(self, watch_min: float) -> bool:
        """Whether the canary is well after the time to watch."""
        run = self.runs.get(self.canary)
        ended = self.ready.get(self.canary, self.minute) + (_end_min(run) if run is not None else 0)
        self.minute = ended + watch_min
        seen = run and self._run(self.canary, math.ceil(_end_min(run) + watch_min))
        ill_ids = seen.broken if seen is not None else ()
        if run is not None and run.status == "completed" and not ill_ids:
            self.say("judge", f"{watch_min:g} minutes after its upgrade every instance of the canary is healthy")
            return True
        self.new = self.new.evolve(exclude_from_latest=True)
        because = _stop(run) if run is not None else "no upgrade began there"
        ill = f"{len(ill_ids)} instances are ill" if ill_ids else because
        self.say("judge", f"{ill}; the version is excluded everywhere again", self.canary)
        return False

    def release(self) -> None:
        self.released = True
        self.new = self.new.evolve(target_regions=[TargetRegion(name) for name in self.sets])
        self.say("release", "it is replicated to every region", self.new.number)
        others = [name for name in self.sets if name != self.canary]
        self._copies(others)
        for name in others:
            self._upgrade(name)

    def result(self, build: ImageBuildResult, because: str) -> ReleaseResult:
        versions = [*self.old, *([self.new] if build.number else [])]
        order = [self.canary, *(name for name in self.sets if name != self.canary)]
        regions = tuple(
            RegionRelease(
                region=name,
                before=self.before.get(name),
                after=latest(versions, name, catalog=self.table).number,
                ready_min=self.ready.get(name),
                upgrade=self.runs.get(name),
                because=self.reasons.get(name, "nothing was published"),
            )
            for name in order
        )
        log = sorted(self.log, key=lambda one: one.at_s)
        return ReleaseResult(
            number=build.number,
            released=self.released,
            because=because,
            build=build,
            regions=regions,
            timeline=Timeline(tuple(log)),
        )


def _stop(run: UpgradeResult) -> str:
    """Why an upgrade stopped, without what follows for its model: here the version is excluded again."""
    return run.because.partition(";")[0]


def _end_min(run: UpgradeResult) -> float:
    """Minute of the run in which its last batch ended."""
    return max((one.end_s or one.start_s for one in run.batches), default=0.0) / 60
