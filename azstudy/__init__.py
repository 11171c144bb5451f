"""azstudy: design Azure compute in a notebook, on real prices, offline.

The nouns and verbs a learner types live here; each is loaded when first used.

>>> import azstudy as az
>>> az.size("d4s_v5").vcpus
4
"""

from __future__ import annotations

__version__ = "0.1.0"

_FACE = {
    "SizeName": "azstudy.model.sizename",
    "VmSize": "azstudy.model.size",
    "Workload": "azstudy.catalog.workload",
    "break_even": "azstudy.catalog.lookup",
    "concept_map": "azstudy.topology.maps",
    "current_name": "azstudy.catalog.names",
    "default_catalog": "azstudy.catalog.catalog",
    "exam_outline": "azstudy.catalog.study",
    "example": "azstudy.catalog.designs",
    "examples": "azstudy.catalog.designs",
    "explain": "azstudy.catalog.explain",
    "find_sizes": "azstudy.catalog.sizing",
    "glossary": "azstudy.catalog.study",
    "price": "azstudy.catalog.lookup",
    "regions": "azstudy.catalog.lookup",
    "all_rules": "azstudy.rules",
    "review": "azstudy.catalog.reviewing",
    "size": "azstudy.catalog.lookup",
    "Badge": "azstudy.topology.graph",
    "Topology": "azstudy.topology.graph",
    "topology_of": "azstudy.topology.nouns",
    "check": "azstudy.quiz",
    "hint": "azstudy.quiz",
    "practice": "azstudy.quiz",
    "practice_text": "azstudy.quiz",
    "question": "azstudy.quiz.asking",
    "solution": "azstudy.quiz",
    "doctor": "azstudy.health",
}
_SUBPACKAGES = ("labs", "loads", "plan", "simulate")
__all__ = ["__version__", *sorted(_FACE), *_SUBPACKAGES]


def __getattr__(name: str) -> object:
    import importlib  # not at the top: `import azstudy` costs no more than Python itself

    if name in _SUBPACKAGES:
        return importlib.import_module(f"azstudy.{name}")
    module = _FACE.get(name) or _nouns().get(name)
    if module is None:
        raise AttributeError(_unknown(name))
    value = getattr(importlib.import_module(module), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_FACE, *_nouns(), *_SUBPACKAGES})


def _nouns() -> dict[str, str]:
    """The nouns of the model by name; asking for one lets them draw themselves from then on."""
    from azstudy.model import display, nouns

    if "_drawers" not in globals():
        globals()["_drawers"] = True
        display.provide(_load_drawers)
    return nouns.MODULE_OF


def _load_drawers() -> None:
    import importlib

    importlib.import_module("azstudy.topology.nouns")


def _unknown(name: str) -> str:
    from azstudy.errors import nearest

    close = nearest(name, [*_FACE, *_nouns(), *_SUBPACKAGES])
    hint = f" Did you mean {' or '.join(close)}?" if close else " dir(azstudy) lists what there is."
    return f"module 'azstudy' has no attribute {name!r}.{hint}"
