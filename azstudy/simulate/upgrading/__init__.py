"""New versions on a running scale set: batches, health, rollback, and automatic repairs. Processes on a service run.

- `choices`: what Azure does not document, on one page.
- `health`: what the Application Health extension says of an instance.
- `batches`: who is upgraded together. `rolling`: rolling upgrades and automatic OS image upgrades. `atonce`: the manual
  and the automatic mode.
- `repair`: automatic instance repairs.
"""
