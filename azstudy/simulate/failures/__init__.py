"""What is left of a design when hosts, fault domains, zones or regions fail, or maintenance passes through it.

`places` puts machines on hosts, `workloads` says which of them stand in for each other, `storage` which disk is still
reachable, `drill` plays one failure after another, `chance` many years of them.
"""
