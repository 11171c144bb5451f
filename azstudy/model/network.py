"""Networks: VNets with subnets, security groups and rules, network interfaces, public addresses, NAT gateways."""

from typing import Annotated

from azstudy.model.fields import Check, Count, Matches, Name, Positive, Refers, RegionName, Unique, Zone
from azstudy.model.network_words import Access, Allocation, Direction, NetworkSku, NetworkTier, Protocol
from azstudy.model.noun import Noun, noun

AZURE_RESERVED_ADDRESSES = 5
"""The first four and the last address of every subnet (Azure Virtual Network FAQ; commit not recorded)."""


def _prefix(text: str) -> str:
    """An address prefix in canonical form; host bits are kept out."""
    import ipaddress  # not at the top: most values need no addresses

    try:
        return str(ipaddress.ip_network(text.strip(), strict=False))
    except ValueError:
        raise ValueError(f"{text!r} is not an address range such as '10.0.1.0/24'.") from None


def _ports(text: str) -> str:
    """`*`, a port or a range of ports."""
    ends = text.strip().split("-")
    if text.strip() == "*":
        return "*"
    numbers = [int(end) if end.strip().isascii() and end.strip().isdigit() else -1 for end in ends]
    if not (len(numbers) in (1, 2) and all(0 <= number <= 65535 for number in numbers) and numbers[0] <= numbers[-1]):
        raise ValueError(f"{text!r} is not a port such as 443, a range such as '8000-8010' or '*'.")
    return "-".join(map(str, numbers))


Prefix = Annotated[str, Check(_prefix)]
Ports = Annotated[str, Check(_ports)]
Peer = Annotated[str, Matches(r"\*|[A-Za-z0-9.:/_-]+", "an address range, a service tag such as 'Internet' or '*'")]
ApplicationGroup = Annotated[str, Refers("ApplicationSecurityGroup")]
SecurityGroup = Annotated[str, Refers("NetworkSecurityGroup")]


@noun
class Subnet(Noun):
    """A range of addresses inside a VNet.

    Subnets are private by default: without a NAT gateway, a public address or a load balancer there is no way out
    (`default_outbound`, for new VNets since 2026-03-31).

    Source: azure-docs network-security-groups-overview.md@0088bfa7; azure-resource-manager-schemas
    Microsoft.Network.json@a1454431.

    >>> Subnet("web", "10.0.1.0/24").usable_addresses
    251
    """

    name: Name
    prefix: Prefix | None = None
    nsg: SecurityGroup | None = None
    nat_gateway: Annotated[str, Refers("NatGateway")] | None = None
    default_outbound: bool = False

    @property
    def usable_addresses(self) -> int | None:
        """Addresses left for machines, or None where the range is not given; Azure keeps five."""
        import ipaddress

        if self.prefix is None:
            return None
        return max(0, ipaddress.ip_network(self.prefix).num_addresses - AZURE_RESERVED_ADDRESSES)


@noun
class VNet(Noun):
    """A virtual network in one region, with its subnets.

    Source: azure-resource-manager-schemas Microsoft.Network.json@a1454431.

    >>> VNet("net", "10.0.0.0/16", subnets=[Subnet("web", "10.0.1.0/24")]).subnets[0].name
    'web'
    """

    name: Name
    address_space: tuple[Prefix, ...] = ()
    subnets: Annotated[tuple[Subnet, ...], Unique()] = ()
    peered_with: tuple[Annotated[str, Refers("VNet")], ...] = ()
    region: RegionName | None = None


@noun
class SecurityRule(Noun):
    """One rule of a network security group; the lowest number wins and the first match ends.

    Sides are address ranges, service tags or `*`, or application security groups instead.

    Source: azure-docs network-security-groups-overview.md@0088bfa7 (2025-07).

    >>> SecurityRule("https", 100, ports=443, source="Internet")
    SecurityRule('https', 100, source=['Internet'], ports=['443'])
    """

    name: Name
    priority: Count
    direction: Direction = Direction.INBOUND
    access: Access = Access.ALLOW
    protocol: Protocol = Protocol.ANY
    source: tuple[Peer, ...] = ("*",)
    source_groups: tuple[ApplicationGroup, ...] = ()
    source_ports: tuple[Ports, ...] = ("*",)
    destination: tuple[Peer, ...] = ("*",)
    destination_groups: tuple[ApplicationGroup, ...] = ()
    ports: tuple[Ports, ...] = ("*",)


@noun
class NetworkSecurityGroup(Noun):
    """A list of security rules for subnets or network interfaces, before Azure's own default rules.

    Source: azure-docs network-security-groups-overview.md@0088bfa7 (2025-07).
    """

    name: Name
    rules: Annotated[tuple[SecurityRule, ...], Unique()] = ()
    region: RegionName | None = None


@noun
class ApplicationSecurityGroup(Noun):
    """A label on network interfaces of one VNet that security rules can name.

    Source: azure-docs application-security-groups.md@194ff3f7 (2020-02).
    """

    name: Name
    region: RegionName | None = None


@noun
class Nic(Noun):
    """A network interface: the subnet it stands in, and what is reached through it.

    `subnet` is "subnet" or "vnet/subnet"; `load_balancer` puts the interface in that balancer's backend pool
    (`pool` names one of several). `accelerated_networking` None is the portal's choice: on where the size can.
    `public_ip_per_instance` gives each VM of a scale set its own address.

    Source: azure-resource-manager-schemas Microsoft.Network.json@a1454431.

    >>> Nic("web", load_balancer="front")
    Nic('web', load_balancer='front')
    """

    subnet: Annotated[str, Refers("Subnet")] | None = None
    name: Name = "nic"
    nsg: SecurityGroup | None = None
    application_groups: tuple[ApplicationGroup, ...] = ()
    public_ip: Annotated[str, Refers("PublicIp")] | None = None
    public_ip_per_instance: bool = False
    load_balancer: Annotated[str, Refers("LoadBalancer")] | None = None
    pool: Name | None = None
    private_ip: Prefix | None = None
    accelerated_networking: bool | None = None


@noun
class PublicIp(Noun):
    """A public address. Standard and static by default; `zones` empty means zone-redundant where the region has zones.

    Source: azure-docs load-balancer/skus.md@0440832a; azure-resource-manager-schemas Microsoft.Network.json@a1454431.
    """

    name: Name
    sku: NetworkSku = NetworkSku.STANDARD
    tier: NetworkTier = NetworkTier.REGIONAL
    allocation: Allocation = Allocation.STATIC
    zones: tuple[Zone, ...] = ()
    region: RegionName | None = None


@noun
class NatGateway(Noun):
    """The way out to the internet for private subnets; it stands in one zone or in none.

    Source: azure-resource-manager-schemas Microsoft.Network.json@a1454431.
    """

    name: Name
    public_ips: tuple[Annotated[str, Refers("PublicIp")], ...] = ()
    zone: Zone | None = None
    idle_timeout_min: Positive = 4
    region: RegionName | None = None
