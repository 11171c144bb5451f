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
    "default_catalog": "azstudy.catalog.catalog",
    "exam_outline": "azstudy.catalog.study",
    "explain": "azstudy.catalog.explain",
    "find_sizes": "azstudy.catalog.sizing",
    "glossary": "azstudy.catalog.study",
    "price": "azstudy.catalog.lookup",
    "regions": "azstudy.catalog.lookup",
    "size": "azstudy.catalog.lookup",
    "check": "azstudy.quiz",
    "hint": "azstudy.quiz",
    "practice": "azstudy.quiz",
    "practice_text": "azstudy.quiz",
    "question": "azstudy.quiz.asking",
    "solution": "azstudy.quiz",
    "doctor": "azstudy.health",
}
_SUBPACKAGES = ("labs",)
__all__ = ["__version__", *sorted(_FACE), *_SUBPACKAGES]


def __getattr__(name: str) -> object:
    import importlib  # not at the top: `import azstudy` costs no more than Python itself

    if name in _FACE:
        value = getattr(importlib.import_module(_FACE[name]), name)
        globals()[name] = value
        return value
    if name in _SUBPACKAGES:
        return importlib.import_module(f"azstudy.{name}")
    raise AttributeError(f"module 'azstudy' has no attribute {name!r}; it offers {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_FACE, *_SUBPACKAGES])
