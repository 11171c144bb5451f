"""New versions on a running scale set: batches, health, rollback, and automatic repairs. Processes on a service run.

- `entry`: `az.simulate.upgrade` and `az.simulate.repair`. `result`: what came of them, with a frame of all instances at
  each moment that matters.
- `choices`: what Azure does not document, on one page.
- `health`: what the Application Health extension, or a load balancer's probe, says of an instance.
- `batches`: who is upgraded together. `rolling`: rolling upgrades and automatic OS image upgrades. `surge`: new ones
  first, beside autoscale. `atonce`: the manual and the automatic mode.
- `repair`: automatic instance repairs. `os_image`: which image versions start an upgrade.
"""
