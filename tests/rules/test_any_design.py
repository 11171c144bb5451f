"""Whatever a learner writes, a review answers: it never fails, and it says the same thing twice."""

from hypothesis import given, settings
from hypothesis import strategies as st
from legality import NOTHING_KNOWN, design, facts, region, size

from azstudy.model.disk import AttachedDisk, DataDisk, Disk, OsDisk
from azstudy.model.network import Nic
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import VirtualMachine
from azstudy.model.words import (
    Caching,
    DiskType,
    EphemeralPlacement,
    Generation,
    LicenceType,
    OrchestrationMode,
    OsType,
    Priority,
    Redundancy,
    SecurityType,
)
from azstudy.rules import review

FLAG = st.booleans()
GIB = st.none() | st.sampled_from([1, 3, 4, 512, 513, 2_049, 4_097, 32_768, 65_537, 10**6])
ZONE = st.none() | st.integers(1, 4)
KNOWN = facts(
    size(max_data_disks=2, generations=(1,), vcpus=4, premium_storage=False, trusted_launch=False, ephemeral_os=True),
    size("Standard_D8ds_v5", series="Ddsv5", max_nics=1, temp_disk_gib=300.0, ephemeral_placements=("ResourceDisk",)),
    regions=[region(), region("canadaeast", 0)],
    offered=set(),
)


def disk_fields():
    return {
        "size_gib": GIB,
        "type": st.sampled_from(DiskType),
        "redundancy": st.sampled_from(Redundancy),
        "iops": st.none() | st.integers(1, 10**6),
        "mbps": st.none() | st.integers(0, 10**5),
        "max_shares": st.integers(1, 20),
        "on_demand_bursting": FLAG,
        "performance_plus": FLAG,
        "zone": ZONE,
    }


DATA = st.builds(DataDisk, st.sampled_from("abc"), caching=st.sampled_from(Caching), **disk_fields())
ALONE = st.builds(Disk, st.sampled_from("xy"), **disk_fields())
ATTACHED = st.builds(AttachedDisk, st.sampled_from("xyz"))
OS_DISK = st.builds(
    OsDisk,
    st.sampled_from(DiskType),
    size_gib=GIB,
    redundancy=st.sampled_from(Redundancy),
    ephemeral=FLAG,
    placement=st.none() | st.sampled_from(EphemeralPlacement),
    full_caching=FLAG,
)
MACHINE = {
    "size": st.sampled_from(["D4s_v5", "D8ds_v5", "M9zz_v9"]),
    "os": st.sampled_from(OsType),
    "generation": st.sampled_from(Generation),
    "security_type": st.none() | st.sampled_from(SecurityType),
    "os_disk": OS_DISK,
    "data_disks": st.lists(DATA | ATTACHED, max_size=4, unique_by=repr),
    "nics": st.lists(st.builds(Nic, st.none() | st.just("web"), name=st.sampled_from("mn")), max_size=3),
    "priority": st.sampled_from(Priority),
    "licence": st.sampled_from(LicenceType),
    "region": st.none() | st.sampled_from(["westeurope", "canadaeast", "atlantis"]),
    "hibernation": FLAG,
    "disk_encryption": FLAG,
    "encryption_at_host": FLAG,
    "proximity_group": st.none() | st.just("near"),
    "capacity_reservation": st.none() | st.just("group"),
}
VM = st.builds(VirtualMachine, st.sampled_from("pq"), zone=ZONE, availability_set=st.none() | st.just("set"), **MACHINE)
SCALE_SET = st.builds(
    ScaleSet,
    st.sampled_from("st"),
    instances=st.integers(0, 2_000),
    orchestration=st.sampled_from(OrchestrationMode),
    zones=st.lists(st.integers(1, 4), max_size=3),
    **MACHINE,
)
RESOURCES = st.lists(VM | SCALE_SET | ALONE, max_size=4, unique_by=lambda each: (type(each), each.name))


@settings(max_examples=150)
@given(RESOURCES)
def test_a_review_always_answers(resources):
    whole = design(*resources)
    for known in (KNOWN, NOTHING_KNOWN):
        found = review(whole, known)
        assert str(found) == str(review(whole, known))
        assert all(finding.what.endswith(".") and finding.subject is not None for finding in found)
        assert found._repr_html_().count("<tr>") >= bool(found)
