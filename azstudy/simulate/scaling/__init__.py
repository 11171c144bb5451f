"""Azure Monitor's autoscale engine: which count a setting wants, and why; no instances and no service here.

The engine is `engine.Engine`; what it reads are `metrics.MetricSeries`; what no page documents is in `choices`.
"""
