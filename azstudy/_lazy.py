"""Packages whose names are loaded when first used, so that importing one costs next to nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module

from azstudy.errors import nearest


def lazily(package: str, modules: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """The `__getattr__` and `__dir__` of a package, from the module that defines each of its names.

    A slip gets a hint. A name must not be that of a submodule, which would hide it.

    >>> get, names = lazily("azstudy.labs", {"sizing": "azstudy.labs._sizing"})
    >>> names()
    ['sizing']
    """

    def get(name: str) -> object:
        module = modules.get(name)
        if module is None:
            close = () if name.startswith("_") else nearest(name, modules)
            hint = f" Did you mean {' or '.join(close)}?" if close else f" There are: {', '.join(sorted(modules))}."
            raise AttributeError(f"module {package!r} has no attribute {name!r}.{hint}")
        value = getattr(import_module(module), name)
        setattr(sys.modules[package], name, value)
        return value

    return get, lambda: sorted(modules)
