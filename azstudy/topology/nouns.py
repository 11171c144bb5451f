"""Every noun's own graph: the branches of its concept map, filled with its values.

Importing this module lets nouns draw themselves in a notebook (`azstudy.model.display`).

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
from azstudy.model.display import register
from azstudy.model.noun import Noun
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
    _load(noun)
    return graph_of(noun)


@register(Noun)
def _draw(noun: Noun) -> dict[str, str]:
    """What a notebook shows of a noun beside its text; nothing for the small ones that have no drawing."""
    _load(noun)
    if graph_of.dispatch(type(noun)) is graph_of.dispatch(object):
        return {}
    from azstudy.topology.display import PLAIN, mimebundle

    return {kind: value for kind, value in mimebundle(graph_of(noun)).items() if kind != PLAIN}


def _load(noun: object) -> None:
    for cls in type(noun).__mro__:
        module = _DRAWERS.get(cls.__module__)
        if module:
            importlib.import_module(module)
