"""Disks of a VM over time: what is asked, what is served, and which limit says no."""
