"""Speed of drawings: budgets of docs/DESIGN.md, and ratios within one run.

    python benchmarks/topology.py

Starts processes several times and takes the median; unset PYTHONDONTWRITEBYTECODE first, or every start compiles.
Exits 1 where a budget is broken.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from timing import median_ms

from azstudy.model.scaleset import ScaleSet
from azstudy.topology.maps import concept_map
from azstudy.topology.nouns import topology_of

FIRST = """
from azstudy.model.vm import VirtualMachine
from azstudy.topology.nouns import topology_of
text = topology_of(VirtualMachine("web1", "D4s_v5")).to_mermaid()
import sys
assert not {"numpy", "networkx", "pandas"} & sys.modules.keys()
"""
THOUSAND = {"instances": 1000, "zones": [1, 2, 3]}
_failed: list[str] = []


def process(code: str) -> Callable[[], object]:
    """An action that runs Python code in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment)


def say(what: str, value: float, limit: float | None = None, unit: str = " ms") -> None:
    """Print one measurement, beside its budget where it has one."""
    good = limit is None or value <= limit
    if not good:
        _failed.append(what)
    budget = "" if limit is None else f"  (budget <= {limit:g}{unit})"
    print(f"{'ok  ' if good else 'SLOW'} {what:<62} {value:9.2f}{unit}{budget}")


def main() -> None:
    """Measure and print."""
    bare = median_ms(process("pass"), 9)
    first = median_ms(process(FIRST), 9)
    say("a first VM as mermaid, from the start of the process", first, 250)
    say("  beside a bare start of Python", first / bare, unit="x")
    say("  beside `import networkx` alone", first / median_ms(process("import networkx"), 3), unit="x")
    drawn = median_ms(lambda: topology_of(ScaleSet("web", "D4s_v5", **THOUSAND))._repr_mimebundle_(), 9)
    say("1,000 instances in 3 zones: words, mermaid and SVG", drawn, 300)
    thousand = topology_of(ScaleSet("web", "D4s_v5", **THOUSAND))
    say("  fold alone", median_ms(thousand.folded, 9))
    say("  unfolded as SVG", median_ms(lambda: thousand.to_svg(fold=False), 3))
    today = concept_map("scale-set")
    say("a concept map: words, mermaid and SVG", median_ms(today._repr_mimebundle_, 9))
    say("  mermaid alone", median_ms(today.to_mermaid, 20))
    if _failed:
        raise SystemExit(f"Over budget: {', '.join(_failed)}")


if __name__ == "__main__":
    main()
