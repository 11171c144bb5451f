"""Upkeep over time: maintenance windows on the calendar, patching in waves, host updates, scheduled events."""
