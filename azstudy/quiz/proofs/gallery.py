"""Proofs about galleries: definitions, changes, sharing, VM applications, Image Builder's numbers and builds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.quiz.proofs import proof


def _answer(ask: str, answers: Mapping[str, Any]) -> Any:
    if ask not in answers:
        raise UnknownNameError("question", ask, nearest(ask, answers), hint=f"Allowed: {', '.join(answers)}.")
    return answers[ask]


@proof("definitions_needed")
def definitions_needed(images: Sequence[Mapping[str, Any]]) -> int:
    """Fewest image definitions for images, each given by fields of an ImageDefinition.

    Images that differ only in what may be changed later can be versions of one definition.
    """
    from azstudy.model.gallery import ImageDefinition
    from azstudy.simulate.gallery.changes import gallery_change

    fields = sorted({field for image in images for field in image})
    fixed = [field for field in fields if not gallery_change("definition", field).allowed]
    made = [ImageDefinition("image", **image) for image in images]
    return len({tuple(str(getattr(one, field)) for field in fixed) for one in made})


@proof("gallery_change")
def gallery_change(resource: str, field: str) -> bool:
    """Whether a field of a "gallery", "definition" or "version" can be changed after it was made."""
    from azstudy.simulate.gallery.changes import gallery_change as change

    return change(resource, field).allowed


@proof("gallery_sharing")
def gallery_sharing(audience: str, count: int = 1, encrypted: bool = False) -> str | None:
    """How a gallery reaches an audience: "Private" (by role), "Groups" (direct), "Community"; null where it cannot."""
    from azstudy.simulate.gallery.access import gallery_access

    choice = gallery_access(audience, count=count, encrypted=encrypted).choice
    return None if choice is None else str(choice.sharing)


@proof("vm_applications")
def vm_applications(
    applications: Sequence[Mapping[str, Any]],
    ask: str,
    fails: Sequence[str] = (),
    present: Mapping[str, str] | None = None,
    region: str = "westeurope",
) -> Any:
    """What a VM gets: "installed" (sorted names), "skipped", "commands", "provisioning", or whether it is "refused"."""
    from azstudy.simulate.gallery.applications import vm_applications as put_on

    try:
        run = put_on(applications, fails=fails, present=present, region=region)
    except InvalidInputError:
        return _answer(ask, {"refused": True})
    answers = {
        "installed": sorted(run.installed),
        "skipped": sorted(run.skipped),
        "commands": [command for step in run.steps for command in step.commands],
        "provisioning": run.provisioning,
        "refused": any(step.outcome == "refused" for step in run.steps),
    }
    return _answer(ask, answers)


@proof("next_image_version")
def next_image_version(
    published: Sequence[str], scheme: str = "Latest", major: int | None = None, source: str | None = None
) -> str:
    """The number that Image Builder gives to the next version."""
    from azstudy.simulate.gallery.numbering import next_version

    return next_version(published, scheme=scheme, major=major, source=source).number


@proof("image_build")
def image_build(
    ask: str,
    steps: Sequence[tuple[str, float]] = (),
    fails: Sequence[str] = (),
    source: Mapping[str, Any] | None = None,
    definition: Mapping[str, Any] | None = None,
    **given: Any,
) -> Any:
    """What an Image Builder run comes to: "version" (or null), "failed", "refused".

    `steps` are pairs of name and minutes, `source` fields of an ImageSource, `definition` fields of an ImageDefinition,
    the rest arguments of `az.simulate.image_build`.
    """
    from azstudy.model.gallery import ImageDefinition
    from azstudy.simulate.gallery.building import Customizer, ImageSource
    from azstudy.simulate.gallery.building import image_build as build

    flow = [Customizer(name=name, minutes=minutes, fails=name in fails) for name, minutes in steps]
    target = None if definition is None else ImageDefinition("image", **definition)
    run = build(ImageSource(**(source or {})), flow, definition=target, **given)
    answers = {"version": run.number, "failed": run.status == "failed", "refused": run.status == "refused"}
    return _answer(ask, answers)


@proof("image_release")
def image_release(ask: str, scale_sets: Mapping[str, int], canary: str, **given: Any) -> Any:
    """What a release by way of a canary comes to: "released", "status" and "latest" of each region."""
    from azstudy.simulate.gallery.release import image_release as release

    run = release(scale_sets, canary=canary, **given)
    answers = {
        "released": run.released,
        "status": {one.region: one.status for one in run.regions},
        "latest": {one.region: one.after for one in run.regions},
    }
    return _answer(ask, answers)
