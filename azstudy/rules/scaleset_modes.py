"""Scale sets: what only one of the two orchestration modes can do, and the way out to the internet."""

from __future__ import annotations

from typing import Final

from azstudy.model.design import Design
from azstudy.model.scaleset import ScaleSet
from azstudy.model.words import IdentityType
from azstudy.rules._fleet import balancers_of, subnet_of
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, rule
from azstudy.rules._walk import known_sizes

RDMA_LETTER: Final = "r"
"""Feature letter of sizes with InfiniBand, seen in names such as HB120rs; the naming page does not list it."""


@rule(
    "scaleset-20",
    section="3.1",
    severity="error",
    title="Overprovisioning in Flexible mode",
    statement="Overprovisioning is a feature of Uniform scale sets only.",
    source="DES",
    fix="Leave overprovision out, or use Uniform orchestration.",
)
def _overprovision(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.flexible and one.overprovision:
            yield Breach(one.name, "Overprovisioning is on in a Flexible scale set.")


@rule(
    "scaleset-21",
    section="3.1",
    severity="error",
    title="Load-balancer probe as health source of a Flexible scale set",
    statement="A Flexible scale set takes health from the Application Health extension only; a load-balancer probe "
    "serves Uniform scale sets.",
    source="ORC",
    fix="Use health_extension instead of health_probe.",
    misconception="a-probe-is-a-health-source-everywhere",
)
def _probe(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.flexible and one.health_probe:
            yield Breach(one.name, f"Health from probe {one.health_probe} in a Flexible scale set.")


@rule(
    "scaleset-22",
    section="3.1",
    severity="error",
    title="NAT pool in front of a Flexible scale set",
    statement="Inbound NAT pools work with Uniform scale sets only.",
    source="ORC",
    fix="Use inbound NAT rules or Azure Bastion.",
)
def _nat_pool(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        for _, balancer in balancers_of(design, one) if one.flexible else ():
            if balancer.nat_pools:
                yield Breach(one.name, f"{balancer.name} has NAT pools, and the scale set is Flexible.")


@rule(
    "scaleset-23",
    section="3.1",
    severity="warning",
    title="No InfiniBand in Flexible mode",
    statement="InfiniBand (RDMA) between instances is a feature of Uniform scale sets.",
    source="ORC",
    fix="Use Uniform orchestration in a single placement group for RDMA.",
)
def _infiniband(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        for name, (short, size) in zip(one.sizes, known_sizes(one, facts), strict=True) if one.flexible else ():
            rdma = size.rdma if size else None
            if rdma:
                yield Breach(one.name, f"{short} has InfiniBand, which a Flexible scale set does not use.")
            elif rdma is None and RDMA_LETTER in name.features:
                yield NotChecked(one.name, f"InfiniBand of {short}")


@rule(
    "scaleset-24",
    section="3.1",
    severity="error",
    title="Service Fabric on a Flexible scale set",
    statement="Service Fabric node types are Uniform scale sets.",
    source="ORC",
    fix="Use Uniform orchestration.",
)
def _service_fabric(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.flexible and one.service_fabric:
            yield Breach(one.name, "Service Fabric in a Flexible scale set.")


@rule(
    "scaleset-25",
    section="3.1",
    severity="error",
    title="System-assigned identity in Flexible mode",
    statement="A Flexible scale set takes user-assigned identities only; a Uniform one takes both kinds.",
    source="ORC",
    fix="Use a user-assigned identity.",
)
def _identity(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.flexible and one.identity in (IdentityType.SYSTEM_ASSIGNED, IdentityType.BOTH):
            yield Breach(one.name, f"Identity {one.identity} in a Flexible scale set.")


@rule(
    "scaleset-26",
    section="3.1",
    severity="error",
    title="VM attached to a Uniform scale set",
    statement="An existing VM can be attached to a Flexible scale set only.",
    source="ORC",
    fix="Use Flexible orchestration, or leave the VM on its own.",
)
def _attached(design: Design, facts: Facts) -> Found:
    for vm in design.vms:
        found = design.find(ScaleSet, vm.scale_set, within=vm) if vm.scale_set else None
        if found is not None and not found.flexible:
            yield Breach(vm.name, f"The VM is attached to {found.name}, a Uniform scale set.")


@rule(
    "scaleset-27",
    section="3.1",
    severity="warning",
    title="Default outbound access of a Flexible scale set",
    statement="A Flexible scale set never has default outbound access, not even in a subnet that still gives it to "
    "VMs: it needs a NAT gateway, public addresses or a load balancer with outbound rule.",
    source="ORC",
    fix="Give the subnet a NAT gateway.",
    misconception="instances-reach-the-internet-by-default",
)
def _outbound(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        subnets = [subnet for nic in one.nics if (subnet := subnet_of(design, one, nic)) is not None]
        explicit = (
            any(nic.public_ip_per_instance or nic.public_ip for nic in one.nics)
            or any(balancer.outbound_rule for _, balancer in balancers_of(design, one))
            or any(subnet.nat_gateway for subnet in subnets)
        )
        given = [subnet.name for subnet in subnets if subnet.default_outbound]
        if one.flexible and given and not explicit:
            yield Breach(one.name, f"It counts on the default outbound access of subnet {given[0]}.")
