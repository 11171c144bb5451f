"""Azure's closed lists for networks and load balancers, spelled as in the resource properties.

Values are spelled as in Azure/azure-resource-manager-schemas Microsoft.Network.json@a1454431 (2026-08).
"""

from __future__ import annotations

from azstudy.model.word import Word


class Direction(Word):
    """Direction of a security rule. Source: azure-docs network-security-groups-overview.md@0088bfa7."""

    INBOUND = "Inbound"
    OUTBOUND = "Outbound"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {"in": "Inbound", "out": "Outbound"}


class Access(Word):
    """What a security rule does. Source: azure-docs network-security-groups-overview.md@0088bfa7."""

    ALLOW = "Allow"
    DENY = "Deny"


class Protocol(Word):
    """Protocol of a security rule. Source: azure-docs network-security-groups-overview.md@0088bfa7."""

    ANY = "*"
    TCP = "Tcp"
    UDP = "Udp"
    ICMP = "Icmp"
    ESP = "Esp"
    AH = "Ah"


class TransportProtocol(Word):
    """Protocol of a load-balancing rule. Source: azure-resource-manager-schemas Microsoft.Network.json@a1454431."""

    TCP = "Tcp"
    UDP = "Udp"
    ALL = "All"


class ProbeProtocol(Word):
    """Protocol of a health probe or health extension.

    Source: azure-docs load-balancer-custom-probe-overview.md@0147a273.
    """

    TCP = "Tcp"
    HTTP = "Http"
    HTTPS = "Https"


class LoadDistribution(Word):
    """How a load balancer picks a backend: by 5-tuple (Default), 2-tuple or 3-tuple hash.

    Source: azure-docs load-balancer distribution-mode-concepts.md@03e5750a.
    """

    DEFAULT = "Default"
    SOURCE_IP = "SourceIP"
    SOURCE_IP_PROTOCOL = "SourceIPProtocol"


class NetworkSku(Word):
    """SKU of a public IP or load balancer; Basic ended on 2025-09-30. Source: azure-docs skus.md@0440832a."""

    STANDARD = "Standard"
    BASIC = "Basic"


class NetworkTier(Word):
    """Reach of a public IP or load balancer. Source: azure-resource-manager-schemas Microsoft.Network.json@a1454431."""

    REGIONAL = "Regional"
    GLOBAL = "Global"


class Allocation(Word):
    """How an address is assigned. Source: azure-resource-manager-schemas Microsoft.Network.json@a1454431."""

    STATIC = "Static"
    DYNAMIC = "Dynamic"
