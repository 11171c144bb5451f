"""Load balancers with their probes, rules and pools."""

from typing import Annotated

from azstudy.model.fields import Amount, Name, Port, Positive, Refers, RegionName, Unique, Zone
from azstudy.model.network_words import LoadDistribution, NetworkSku, NetworkTier, ProbeProtocol, TransportProtocol
from azstudy.model.noun import Noun, noun


@noun
class HealthProbe(Noun):
    """How a load balancer asks a backend whether it is well.

    Every 5 s by default (load-balancer-custom-probe-overview.md@0147a273); two failures take the backend out
    (maintenance-and-updates.md@0feba6f0, 2026-04; the 2023 probe page says one). HTTP counts 200 only.

    Source: azure-docs load-balancer-custom-probe-overview.md@0147a273.

    >>> HealthProbe("alive", 80, protocol="http", path="/health").timeout_s
    5.0
    """

    name: Name
    port: Port = 80
    protocol: ProbeProtocol = ProbeProtocol.TCP
    path: Name | None = None
    interval_s: Amount = 5
    threshold: Positive = 2

    @property
    def timeout_s(self) -> float:
        """Seconds an HTTP probe waits: the interval, at most 30."""
        return min(self.interval_s, 30.0)


@noun
class BalancingRule(Noun):
    """One front port sent to one backend port.

    Source: azure-docs load-balancer distribution-mode-concepts.md@03e5750a (2026-01).
    """

    name: Name
    port: Port
    backend_port: Port | None = None
    protocol: TransportProtocol = TransportProtocol.TCP
    distribution: LoadDistribution = LoadDistribution.DEFAULT
    probe: Annotated[str, Refers("HealthProbe")] | None = None
    pool: Name | None = None
    idle_timeout_min: Positive = 4
    floating_ip: bool = False


@noun
class InboundNatPool(Noun):
    """A range of front ports, one for each instance of a Uniform scale set.

    Source: azure-compute-docs virtual-machine-scale-sets-orchestration-modes.md@01e1fb7d.
    """

    name: Name
    backend_port: Port
    first_port: Port = 50000
    last_port: Port = 50119


@noun
class LoadBalancer(Noun):
    """A layer-4 balancer. With a `public_ip` it is public, else internal in `subnet`.

    Interfaces name it (`Nic(load_balancer=...)`). Standard is closed until a security group opens it.

    Source: azure-docs load-balancer/skus.md@0440832a; azure-resource-manager-schemas Microsoft.Network.json@a1454431.

    >>> LoadBalancer("front", rules=[BalancingRule("http", 80, probe="alive")], probes=["alive"]).probes
    (HealthProbe('alive'),)
    """

    name: Name
    rules: Annotated[tuple[BalancingRule, ...], Unique()] = ()
    probes: Annotated[tuple[HealthProbe, ...], Unique()] = ()
    pools: tuple[Name, ...] = ("pool",)
    nat_pools: Annotated[tuple[InboundNatPool, ...], Unique()] = ()
    sku: NetworkSku = NetworkSku.STANDARD
    tier: NetworkTier = NetworkTier.REGIONAL
    public_ip: Annotated[str, Refers("PublicIp")] | None = None
    subnet: Annotated[str, Refers("Subnet")] | None = None
    zones: tuple[Zone, ...] = ()
    outbound_rule: bool = False
    region: RegionName | None = None
