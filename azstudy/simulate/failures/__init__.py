"""What is left of a design when hosts, fault domains, zones or regions fail, or maintenance passes through it.

`places` puts machines on hosts, `workloads` says which of them stand in for each other, `disks` which data is still
reachable, `steps` walks through time, `drill` plays failures that are named, `chance` many years of drawn ones.
"""
