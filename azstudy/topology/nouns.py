"""Every noun's own graph: the branches of its concept map, filled with its values.

>>> from azstudy.model.vm import VirtualMachine
>>> print(topology_of(VirtualMachine("web1", "d4s v5", zone=1)))
web1: Azure Virtual Machine
  VM Series/Size: Standard_D4s_v5
  VM Generation: 2 (UEFI)
  Disks
    OS Disk: Premium SSD LRS, cache ReadWrite
    Data Disks: none
    Temporary Storage: not said by the name
  Networking
    Virtual Network: not said
    Network Interface: nic
    Public IP: none
  Extensions: none
"""

from __future__ import annotations

import importlib
from functools import singledispatch
from typing import Final

from azstudy.errors import InvalidInputError
from azstudy.topology.graph import Topology

_DRAWERS: Final = {
    "azstudy.model.vm": "azstudy.topology.noun_machines",
    "azstudy.model.scaleset": "azstudy.topology.noun_machines",
    "azstudy.model.design": "azstudy.topology.noun_design",
    "azstudy.model.gallery": "azstudy.topology.noun_images",
    **dict.fromkeys(
        [
            f"azstudy.model.{name}"
            for name in ("autoscale", "balancer", "maintenance", "network", "placement", "protection")
        ],
        "azstudy.topology.noun_care",
    ),
}
"""Module of nouns -> module that draws them; loaded when one of its nouns is first drawn."""


@singledispatch
def graph_of(noun: object) -> Topology:
    """The graph of a noun whose drawer is loaded already; see `topology_of`."""
    raise InvalidInputError(
        f"A {type(noun).__name__} has no drawing. Machines, scale sets, galleries, policies and designs have one."
    )


def topology_of(noun: object) -> Topology:
    """The graph of a noun: a VM, scale set, gallery, maintenance configuration, backup policy or design.

    Raises:
        InvalidInputError: For something that has no drawing.
    """
    if isinstance(noun, Topology):
        return noun
    for cls in type(noun).__mro__:
        module = _DRAWERS.get(cls.__module__)
        if module:
            importlib.import_module(module)
    return graph_of(noun)


def register_drawers() -> None:
    """Let nouns show themselves as drawings in a notebook; what `azstudy.model.display.provide` is for."""
    from azstudy.model.display import register
    from azstudy.model.noun import Noun
    from azstudy.topology.display import mimebundle

    @register(Noun)
    def draw(noun: Noun) -> dict[str, str]:
        for cls in type(noun).__mro__:
            if cls.__module__ in _DRAWERS:
                importlib.import_module(_DRAWERS[cls.__module__])
        if graph_of.dispatch(type(noun)) is graph_of.dispatch(object):
            return {}
        shown = mimebundle(graph_of(noun))
        return {kind: value for kind, value in shown.items() if kind != "text/plain"}
