"""`azstudy size`, `azstudy price`, `azstudy explain`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from azstudy.cli.output import Format, print_csv, print_json, print_offers_csv, print_table

Number = float | None
Flag = bool | None
_FORMAT = typer.Option("--format", help="table, json or csv.")
_REGION = typer.Option("--region", help='Region, e.g. westeurope; may be repeated; "all".')
_OS = typer.Option("--os", help="linux or windows.")
_TERM = typer.Option("--term", help='payg, spot, savings_plan_1y/3y, reservation_1y/3y; may be repeated; "all".')
_AHB = typer.Option("--hybrid-benefit", help="You bring your own Windows Server licences.")
_HOURS = typer.Option("--hours", help="Hours the VM runs in a month.")


def size(
    vcpus: Annotated[Number, typer.Option(help="vCPUs, at least.")] = None,
    memory_gib: Annotated[Number, typer.Option(help="Memory in GiB, at least.")] = None,
    region: Annotated[list[str] | None, _REGION] = None,
    os: Annotated[str, _OS] = "linux",
    term: Annotated[list[str] | None, _TERM] = None,
    hybrid_benefit: Annotated[bool, _AHB] = False,
    hours: Annotated[float, _HOURS] = 730,
    budget: Annotated[Number, typer.Option(help="USD a month, at most.")] = None,
    top: Annotated[int, typer.Option(help="How many offers to show.")] = 10,
    data_disks: Annotated[Number, typer.Option(help="Data disks, at least.")] = None,
    uncached_iops: Annotated[Number, typer.Option("--iops", "--uncached-iops", help="Uncached disk IOPS.")] = None,
    uncached_mbps: Annotated[Number, typer.Option("--mbps", "--uncached-mbps", help="Uncached disk MB/s.")] = None,
    nics: Annotated[Number, typer.Option(help="Network interfaces, at least.")] = None,
    network_mbps: Annotated[Number, typer.Option(help="Network Mbps, at least.")] = None,
    gpus: Annotated[Number, typer.Option(help="GPUs, at least.")] = None,
    temp_disk_gib: Annotated[Number, typer.Option(help="Temporary disk in GiB, at least.")] = None,
    max_vcpus: Annotated[Number, typer.Option(help="vCPUs, at most.")] = None,
    max_memory_gib: Annotated[Number, typer.Option(help="Memory in GiB, at most.")] = None,
    min_memory_per_vcpu: Annotated[Number, typer.Option(help="GiB per vCPU, at least.")] = None,
    max_memory_per_vcpu: Annotated[Number, typer.Option(help="GiB per vCPU, at most.")] = None,
    architecture: Annotated[str | None, typer.Option("--arch", "--architecture", help="x64 or arm64.")] = None,
    generation: Annotated[int | None, typer.Option(help="VM generation, 1 or 2.")] = None,
    family: Annotated[list[str] | None, typer.Option(help="Family letters, e.g. D; may be repeated.")] = None,
    series: Annotated[list[str] | None, typer.Option(help="Series, e.g. Dsv5; may be repeated.")] = None,
    premium_storage: Annotated[Flag, typer.Option("--premium/--no-premium", help="Premium storage.")] = None,
    accelerated_networking: Annotated[
        Flag, typer.Option("--accelerated-networking/--no-accelerated-networking", help="Accelerated networking.")
    ] = None,
    ephemeral_os: Annotated[Flag, typer.Option("--ephemeral-os/--no-ephemeral-os", help="Ephemeral OS disk.")] = None,
    burstable: Annotated[Flag, typer.Option("--burstable/--no-burstable", help="Sizes on CPU credits.")] = None,
    current_generation: Annotated[
        bool, typer.Option("--current-generation", help="Leave out previous generations and sizes that retire.")
    ] = False,
    zones: Annotated[int | None, typer.Option(help="Availability zones the region must have, at least.")] = None,
    on: Annotated[str | None, typer.Option(help="Day to judge retirement by, e.g. 2026-11-22.")] = None,
    form: Annotated[Format, _FORMAT] = Format.TABLE,
) -> None:
    """Rank the VM sizes that meet your needs, cheapest first, and say why the others do not."""
    from azstudy.catalog.sizing import find_sizes

    result = find_sizes(
        regions=region or "westeurope",
        zones=zones,
        os=os,
        hybrid_benefit=hybrid_benefit,
        term=term[0] if term and len(term) == 1 else term or "payg",
        hours_per_month=hours,
        budget_usd_per_month=budget,
        top=top,
        on=on,
        vcpus=vcpus,
        max_vcpus=max_vcpus,
        memory_gib=memory_gib,
        max_memory_gib=max_memory_gib,
        min_memory_per_vcpu=min_memory_per_vcpu,
        max_memory_per_vcpu=max_memory_per_vcpu,
        architecture=architecture,
        gpus=gpus,
        temp_disk_gib=temp_disk_gib,
        data_disks=data_disks,
        uncached_iops=uncached_iops,
        uncached_mbps=uncached_mbps,
        nics=nics,
        network_mbps=network_mbps,
        premium_storage=premium_storage,
        accelerated_networking=accelerated_networking,
        generation=generation,
        ephemeral_os=ephemeral_os,
        burstable=burstable,
        family=family or None,
        series=series or None,
        current_generation=current_generation,
    )
    if form is Format.JSON:
        print_json(result.as_dict())
    elif form is Format.CSV:
        print_offers_csv(result.offers)
    else:
        print_table(repr(result))
    if not result.offers:
        if form is not Format.TABLE:
            from azstudy.catalog.render import nothing_fits

            print(f"azstudy: {nothing_fits(result)}", file=sys.stderr)  # noqa: T201
        raise typer.Exit(1)


def price(
    name: Annotated[str, typer.Argument(metavar="SIZE", help="VM size, e.g. D4s_v5.")],
    region: Annotated[list[str] | None, _REGION] = None,
    os: Annotated[str, _OS] = "linux",
    term: Annotated[list[str] | None, _TERM] = None,
    hybrid_benefit: Annotated[bool, _AHB] = False,
    hours: Annotated[float, _HOURS] = 730,
    form: Annotated[Format, _FORMAT] = Format.TABLE,
) -> None:
    """What one size costs, by region and payment term, cheapest month first."""
    from azstudy.catalog.lookup import price as look_up
    from azstudy.catalog.render import offers_text

    offers = look_up(
        name,
        regions=(region[0] if len(region) == 1 else region) if region else "westeurope",
        os=os,
        term=(term[0] if len(term) == 1 else term) if term else "all",
        hybrid_benefit=hybrid_benefit,
        hours_per_month=hours,
    )
    if form is Format.JSON:
        print_json([offer.as_dict() for offer in offers])
    elif form is Format.CSV:
        print_offers_csv(offers)
    else:
        print_table(offers_text(offers))


def explain(
    name: Annotated[str, typer.Argument(metavar="SIZE", help="VM size, e.g. E32-16ads_v5.")],
    form: Annotated[Format, _FORMAT] = Format.TABLE,
) -> None:
    """Read a size name part by part and show the facts of the size."""
    from azstudy.catalog.explain import explain as take_apart

    answer = take_apart(name)
    if form is Format.JSON:
        print_json(answer.as_dict())
    elif form is Format.CSV:
        print_csv(("part", "meaning"), [*answer.parts, *answer.facts])
    else:
        print_table(repr(answer))
    if answer.size is None:
        raise typer.Exit(1)
