"""The sizing lab: a workload's needs on the left, offers on real prices and every rejected size on the right."""
