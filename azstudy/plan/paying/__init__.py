"""Paying less: the cheapest mix of commitments, schedules, regions, constrained sizes."""
