"""One VM size as the catalogue knows it; a missing fact is None."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class VmSize:
    """The published facts of one size. Units stand in the names; None means "not known".

    `vcpus` counts the vCPUs the VM can use; `vcpus_base` those of the size it was cut from
    (they differ only for constrained-vCPU sizes).
    """

    name: str
    series: str
    category: str | None = None
    vcpus: int | None = None
    vcpus_base: int | None = None
    memory_gib: float | None = None
    architecture: str | None = None
    gpu_count: int | None = None
    gpu_model: str | None = None
    temp_disk_gib: float | None = None
    local_nvme_gib: float | None = None
    max_data_disks: int | None = None
    max_nics: int | None = None
    network_mbps: float | None = None
    uncached_iops: float | None = None
    uncached_mbps: float | None = None
    burst_uncached_iops: float | None = None
    burst_uncached_mbps: float | None = None
    cached_iops: float | None = None
    cached_mbps: float | None = None
    cache_gib: float | None = None
    v2_ultra_iops: float | None = None
    v2_ultra_mbps: float | None = None
    v2_ultra_burst_iops: float | None = None
    v2_ultra_burst_mbps: float | None = None
    scsi_uncached_iops: float | None = None
    scsi_uncached_mbps: float | None = None
    temp_disk_count: int | None = None
    temp_read_iops: float | None = None
    temp_read_mbps: float | None = None
    temp_write_iops: float | None = None
    temp_write_mbps: float | None = None
    local_nvme_count: int | None = None
    local_nvme_iops: float | None = None
    local_nvme_mbps: float | None = None
    premium_storage: bool | None = None
    ultra_disk: bool | None = None
    generations: tuple[int, ...] | None = None
    ephemeral_os: bool | None = None
    ephemeral_placements: tuple[str, ...] = ()
    accelerated_networking: bool | None = None
    encryption_at_host: bool | None = None
    trusted_launch: bool | None = None
    confidential: str | None = None
    hibernation: bool | None = None
    memory_preserving_maintenance: bool | None = None
    live_migration: str | None = None
    nested_virtualization: bool | None = None
    host_caching: bool | None = None
    write_accelerator: bool | None = None
    rdma: bool | None = None
    spot_capable: bool | None = None
    isolated: bool | None = None
    constrained: bool = False
    promo: bool = False
    has_specs: bool = True
    credit_base_percent: float | None = None
    credit_initial: float | None = None
    credit_per_hour: float | None = None
    credit_max: float | None = None
    retirement_date: str | None = None
    retirement_source: str | None = None
    previous_generation: bool = False
    reservation_1y_sold: bool = True
    reservation_3y_sold: bool = True
    source: str = ""
    source_page: str | None = None
    as_of: str = ""
    inherited: tuple[str, ...] = ()

    @property
    def burstable(self) -> bool:
        """True for sizes that run on CPU credits (the B family)."""
        return self.credit_base_percent is not None

    @property
    def current_generation(self) -> bool:
        """False for previous generations, sizes that retire, and promotional names."""
        return not (self.previous_generation or self.retirement_date or self.promo)

    @property
    def memory_per_vcpu(self) -> float | None:
        """GiB of memory for each usable vCPU, None where either is not known."""
        return self.memory_gib / self.vcpus if self.memory_gib and self.vcpus else None

    @property
    def short_name(self) -> str:
        """The name without its `Standard_` prefix."""
        return self.name.removeprefix("Standard_")
