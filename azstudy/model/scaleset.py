"""Virtual Machine Scale Sets: model, policies, mixes, health, and the standby pool beside them."""

from typing import Annotated

from azstudy.model.fields import Amount, Count, Name, Percent, Port, Positive, Refers, RegionName, Zone
from azstudy.model.network_words import ProbeProtocol
from azstudy.model.noun import Noun, noun
from azstudy.model.sizename import SizeName
from azstudy.model.vm import Machine
from azstudy.model.words import (
    AllocationStrategy,
    OrchestrationMode,
    RepairAction,
    ScaleInRule,
    StandbyState,
    UpgradeMode,
)


@noun
class RollingUpgrade(Noun):
    """Batches of a rolling upgrade in percent, and when it stops; 20, 20, 20 and no pause are Azure's defaults.

    Source: azure-compute-docs virtual-machine-scale-sets-configure-rolling-upgrades.md@0c6223e9,
    virtual-machine-scale-sets-maxsurge.md@0c6223e9.

    >>> RollingUpgrade().batch(10), RollingUpgrade().batch(4)
    (2, 1)
    """

    max_batch_percent: Percent = 20
    max_unhealthy_percent: Percent = 20
    max_unhealthy_upgraded_percent: Percent = 20
    pause_s: Amount = 0
    cross_zone: bool = False
    prioritize_unhealthy: bool = False
    rollback_on_breach: bool = False
    max_surge: bool = False

    def batch(self, instances: int) -> int:
        """Instances upgraded at once: the percentage rounded down, at least one."""
        return max(1, int(instances * self.max_batch_percent // 100))


@noun
class UpgradePolicy(Noun):
    """How instances come to a new model. Manual is Azure CLI's default.

    `automatic_os_upgrade` follows new image versions; it restores the old disk on failure unless
    `os_rollback` is off.

    Source: azure-compute-docs virtual-machine-scale-sets-upgrade-policy.md@883ff7bb,
    virtual-machine-scale-sets-automatic-upgrade.md@0c6223e9.
    """

    mode: UpgradeMode = UpgradeMode.MANUAL
    rolling: RollingUpgrade = RollingUpgrade()
    automatic_os_upgrade: bool = False
    os_rollback: bool = True


@noun
class ScaleInPolicy(Noun):
    """Which VM is deleted first, after zones are balanced.

    Source: azure-compute-docs virtual-machine-scale-sets-scale-in-policy.md@0c6223e9.
    """

    rule: ScaleInRule = ScaleInRule.DEFAULT
    force_deletion: bool = False


@noun
class RepairPolicy(Noun):
    """Automatic instance repairs: Replace after 10 minutes of grace by default.

    Source: azure-compute-docs virtual-machine-scale-sets-automatic-instance-repairs.md@0c6223e9.
    """

    action: RepairAction = RepairAction.REPLACE
    grace_min: Amount = 10
    enabled: bool = True


@noun
class HealthExtension(Noun):
    """The Application Health extension: asked inside the VM every 5 s, one answer changes the state, by default.

    `rich` is version 2, whose answer names a state; `grace_s` None is interval x probes. HTTP and port 80 are
    azstudy's defaults, since Azure has none.

    Source: azure-compute-docs virtual-machine-scale-sets-health-extension.md@0c6223e9.

    >>> HealthExtension(interval_s=10, probes=3, rich=True).effective_grace_s
    30.0
    """

    protocol: ProbeProtocol = ProbeProtocol.HTTP
    port: Port = 80
    path: Name | None = None
    interval_s: Amount = 5
    probes: Positive = 1
    rich: bool = False
    grace_s: Amount | None = None

    @property
    def effective_grace_s(self) -> float:
        """Seconds a new instance may stay Initializing."""
        return self.interval_s * self.probes if self.grace_s is None else self.grace_s


@noun
class SpotMix(Noun):
    """Spot Priority Mix: a base of regular VMs, and a share of regular ones above it.

    Source: azure-compute-docs virtual-machine-scale-sets/spot-priority-mix.md@0c6223e9.

    >>> SpotMix(10, 50).split(41)
    (25, 16)
    """

    regular_base: Count = 0
    regular_percent_above_base: Percent = 0

    def split(self, instances: int) -> tuple[int, int]:
        """Regular and Spot VMs among `instances`."""
        above = max(0, instances - self.regular_base)
        regular = min(instances, self.regular_base) + int(self.regular_percent_above_base * above // 100)
        return regular, instances - regular


@noun
class SizeChoice(Noun):
    """One size of an instance mix; a lower `rank` is tried first with the Prioritized strategy.

    Source: azure-compute-docs virtual-machine-scale-sets/instance-mix-overview.md@0c6223e9.
    """

    size: SizeName
    rank: Count | None = None


@noun
class InstanceMix(Noun):
    """Several sizes in one Flexible scale set; lowest price first by default.

    Source: azure-compute-docs virtual-machine-scale-sets/instance-mix-overview.md@0c6223e9.

    >>> InstanceMix(["D4s_v5", "D4as_v5"]).sizes
    (SizeChoice('D4s_v5'), SizeChoice('D4as_v5'))
    """

    sizes: tuple[SizeChoice, ...]
    strategy: AllocationStrategy = AllocationStrategy.LOWEST_PRICE


@noun
class InstanceProtection(Noun):
    """Protection of one instance; None for `from_scale_in` follows the other flag, which implies it.

    Source: azure-compute-docs virtual-machine-scale-sets-instance-protection.md@1d8378b2.
    """

    instance: Name
    from_scale_in: bool | None = None
    from_scale_set_actions: bool = False


@noun
class ScaleSet(Machine):
    """A Virtual Machine Scale Set: a model of a machine, how many, where and how they are kept.

    Flexible is the default since November 2023; two instances are Azure CLI's default. `size` stays open where an
    `instance_mix` is given. `fault_domains`, `single_placement_group` and `overprovision` None are Azure's own
    defaults for the mode (`effective_...`). `zone_balance` True is strict balancing, `auto_zone_balance` the
    preview feature that moves VMs. Health comes from `health_extension` or from a load-balancer probe
    ("balancer/probe"), never both. `terminate_notification_min` None is off.

    Source: azure-compute-docs virtual-machine-scale-sets-orchestration-modes.md@01e1fb7d,
    virtual-machine-scale-sets-manage-fault-domains.md@0de34d3a (2025-09),
    virtual-machine-scale-sets-use-availability-zones.md@0c6223e9.

    >>> ScaleSet("web", "D4s_v5", instances=6, zones=[1, 2, 3], upgrade="rolling")
    ScaleSet('web', 'D4s_v5', instances=6, zones=[1, 2, 3], upgrade=UpgradePolicy('Rolling'))
    """

    instances: Count = 2
    orchestration: OrchestrationMode = OrchestrationMode.FLEXIBLE
    zones: tuple[Zone, ...] = ()
    zone_balance: bool = False
    auto_zone_balance: bool = False
    fault_domains: Count | None = None
    single_placement_group: bool | None = None
    overprovision: bool | None = None
    upgrade: UpgradePolicy = UpgradePolicy()
    scale_in: ScaleInPolicy = ScaleInPolicy()
    repair: RepairPolicy | None = None
    health_extension: HealthExtension | None = None
    health_probe: Annotated[str, Refers("HealthProbe")] | None = None
    spot_mix: SpotMix | None = None
    instance_mix: InstanceMix | None = None
    terminate_notification_min: Amount | None = None
    protected_instances: tuple[InstanceProtection, ...] = ()
    extensions_time_budget_min: Amount = 90
    service_fabric: bool = False

    @property
    def flexible(self) -> bool:
        """True for Flexible orchestration."""
        return self.orchestration is OrchestrationMode.FLEXIBLE

    @property
    def effective_fault_domains(self) -> int:
        """Fault domains in force: 1 by default, 5 for a regional Uniform scale set."""
        if self.fault_domains is not None:
            return self.fault_domains
        return 1 if self.flexible or self.zones else 5

    @property
    def effective_overprovision(self) -> bool:
        """Whether extra VMs are started and removed again: Uniform's default, unknown to Flexible."""
        return not self.flexible if self.overprovision is None else self.overprovision

    @property
    def sizes(self) -> tuple[SizeName, ...]:
        """Every size its instances may have."""
        if self.instance_mix is not None:
            return tuple(choice.size for choice in self.instance_mix.sizes)
        return () if self.size is None else (self.size,)


@noun
class StandbyPool(Noun):
    """Ready VMs beside a Flexible scale set, which scaling out takes first.

    Source: azure-compute-docs virtual-machine-scale-sets/standby-pools-overview.md@4742b644.

    >>> StandbyPool("warm", "web", max_ready=20).size_beside(10)
    10
    """

    name: Name
    scale_set: Annotated[str, Refers("ScaleSet")]
    max_ready: Count = 0
    min_ready: Count = 0
    state: StandbyState = StandbyState.DEALLOCATED
    region: RegionName | None = None

    def size_beside(self, instances: int) -> int:
        """VMs the pool holds while the scale set has `instances`."""
        return max(self.max_ready - instances, self.min_ready)
