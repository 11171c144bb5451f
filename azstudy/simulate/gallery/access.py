"""Sharing a gallery: who can use it in which way, and which way fits a wish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.schedule_words import Sharing
from azstudy.model.spoken import Spoken

if TYPE_CHECKING:
    import pandas as pd

MOST_SUBSCRIPTIONS: Final = 30
MOST_TENANTS: Final = 5
"""Limits of direct sharing, a preview (azure-compute-gallery.md@06c2de23)."""
AUDIENCES: Final = {
    "people": "users, groups and service principals of your tenant",
    "people elsewhere": "single users and service principals of another tenant",
    "subscriptions": "everybody in named subscriptions",
    "tenants": "everybody in named tenants",
    "everyone": "every Azure customer",
}
"""Who may be meant."""
_WAYS: Final = {
    Sharing.PRIVATE: ("people", "people elsewhere"),
    Sharing.GROUPS: ("subscriptions", "tenants"),
    Sharing.COMMUNITY: ("everyone",),
}
_NAMES: Final = {
    Sharing.PRIVATE: "role assignment (RBAC)",
    Sharing.GROUPS: "direct sharing (preview)",
    Sharing.COMMUNITY: "community gallery",
}


@attrs.frozen(kw_only=True)
class SharingWay:
    """One way to share: whether it serves the wish, and why."""

    sharing: Sharing
    name: str
    fits: bool
    because: str

    @property
    def text(self) -> str:
        """One line."""
        return f"{self.name}: {'yes' if self.fits else 'no'}; {self.because}"


@attrs.frozen(kw_only=True)
class GalleryAccess(Spoken):
    """The ways to share with an audience.

    Attributes:
        audience: Who is meant.
        ways: All three, each with its reason.
    """

    audience: str
    ways: tuple[SharingWay, ...]

    @property
    def choice(self) -> SharingWay | None:
        """The way that serves; None where none does."""
        return next((one for one in self.ways if one.fits), None)

    @property
    def text(self) -> str:
        """The choice, then a line a way."""
        head = f"For {AUDIENCES[self.audience]}: {self.choice.name if self.choice else 'no way of sharing fits'}."
        return "\n".join([head, *(f"  {one.text}" for one in self.ways)])

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a way."""
        import pandas as pd

        return pd.DataFrame(
            [[one.name, one.fits, one.because] for one in self.ways], columns=["way", "fits", "because"]
        )


def gallery_access(
    audience: str, *, count: int = 1, encrypted: bool = False, created_as: str | Sharing | None = None
) -> GalleryAccess:
    """Which way of sharing a gallery reaches an audience, and why the others do not.

    A role assignment reaches people, groups and service principals, in another tenant one by one; direct sharing
    reaches whole subscriptions and tenants; a community gallery reaches everyone. Direct sharing and community are
    chosen when the gallery is made.

    Args:
        audience: "people", "people elsewhere", "subscriptions", "tenants" or "everyone".
        count: How many of them.
        encrypted: Whether versions are encrypted with a customer's key.
        created_as: How an existing gallery was made: "Private", "Groups" or "Community"; None for a new one.

    Raises:
        UnknownNameError: For another audience or way.
        InvalidInputError: For a count below 1.

    Source: azure-compute-docs azure-compute-gallery.md@06c2de23, shared-image-galleries.md@48a37249,
    share-gallery-community.md@40aaa64a (2023-09: no encrypted images, no gallery that was made private).

    >>> print(gallery_access("tenants", count=6))
    For everybody in named tenants: no way of sharing fits.
      role assignment (RBAC): no; it reaches people, groups and service principals, one by one
      direct sharing (preview): no; at most 5 tenants, and these are 6
      community gallery: no; everyone would get it
    """
    if audience not in AUDIENCES:
        raise UnknownNameError(
            "audience", audience, nearest(audience, AUDIENCES), hint=f"There are {', '.join(AUDIENCES)}."
        )
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise InvalidInputError(f"count={count!r}; allowed is a whole number from 1.")
    made = None if created_as is None else Sharing.parse(created_as)
    return GalleryAccess(audience=audience, ways=tuple(_way(one, audience, count, encrypted, made) for one in Sharing))


def _way(way: Sharing, audience: str, count: int, encrypted: bool, made: Sharing | None) -> SharingWay:
    problem = _problem(way, audience, count, encrypted)
    if not problem and made is not None and way is not Sharing.PRIVATE and made is not way:
        problem = f"the gallery was made as {made.value}: make another one as {way.value}"
    return SharingWay(sharing=way, name=_NAMES[way], fits=not problem, because=problem or _praise(way, audience))


def _problem(way: Sharing, audience: str, count: int, encrypted: bool) -> str:
    if audience not in _WAYS[way]:
        return {
            Sharing.PRIVATE: "it reaches people, groups and service principals, one by one",
            Sharing.GROUPS: "it reaches whole subscriptions and tenants",
            Sharing.COMMUNITY: "everyone would get it",
        }[way]
    if way is not Sharing.PRIVATE and encrypted:
        return "versions encrypted with a customer's key cannot be shared so"
    most = {"subscriptions": MOST_SUBSCRIPTIONS, "tenants": MOST_TENANTS}.get(audience)
    if most is not None and count > most:
        return f"at most {most} {audience}, and these are {count}"
    return ""


def _praise(way: Sharing, audience: str) -> str:
    if way is Sharing.PRIVATE:
        alone = ", for each user by itself: groups of another tenant cannot have one" if audience != "people" else ""
        return f"a role on the gallery, the definition or the version is enough{alone}"
    if way is Sharing.GROUPS:
        return "whole subscriptions and tenants, without a role for each"
    return "it is public, under a name of its own"
