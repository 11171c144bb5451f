"""What a size's name says: its series, the size it was cut from, and names that need a repair."""

from __future__ import annotations

import re

_NAME = re.compile(
    r"(?P<family>[A-Z]+)(?P<count>\d+)(?:-(?P<early>\d+))?(?P<features>[a-z]*)(?:-(?P<late>\d+))?(?P<tail>(?:_.*)?)"
)
_OFFER_SUFFIX = re.compile(r"_(Promo|SPECIAL|ADHType1)$")

ODD_NAMES = {"Standard_M12s-6_v32": "Standard_M12s-6_v3"}
"""Names that look like a slip at the source, and the name that was probably meant; both are kept apart."""
# Families without a version whose letters name members, not series ("H16mr" is the H series).
_FIRST_GENERATION = frozenset({"H", "NC", "NV"})


def clean(name: str) -> str:
    """`name` without the white space one source leaves at its end."""
    return name.strip()


def promo(name: str) -> bool:
    """True for promotional offers of another size."""
    return name.endswith("_Promo")


def parent_of_promo(name: str) -> str:
    """The size a promotional name sells."""
    return name.removesuffix("_Promo")


def base_of_constrained(name: str) -> str | None:
    """The size a constrained-vCPU name was cut from, or None where the name has no second count.

    >>> base_of_constrained("Standard_E32-16s_v5"), base_of_constrained("Standard_M96ds-24_1_v3")
    ('Standard_E32s_v5', 'Standard_M96ds_1_v3')
    """
    match = _NAME.fullmatch(name.removeprefix("Standard_"))
    if match is None or not (match["early"] or match["late"]):
        return None
    return f"Standard_{match['family']}{match['count']}{match['features']}{match['tail']}"


def series(name: str) -> str:
    """The series of a size in the documentation's spelling, without the isolated sizes' `i`.

    >>> series("Standard_E192ids_v6"), series("Standard_M176bds_3_v3"), series("Standard_NC24r_Promo")
    ('Edsv6', 'Mbdsv3', 'NC')
    """
    bare = _OFFER_SUFFIX.sub("", ODD_NAMES.get(name, name).removeprefix("Standard_"))
    match = _NAME.fullmatch(bare)
    if match is None:
        return bare
    if match["family"] in _FIRST_GENERATION and not match["tail"] and "s" not in match["features"]:
        return match["family"]
    tail = "".join(part for part in match["tail"].split("_") if not part.isdigit())
    return match["family"] + match["features"].replace("i", "") + tail
