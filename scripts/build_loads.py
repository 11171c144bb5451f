"""Build data/loads/ from a folder of traces (time,value files of one regular step).

    uv run python scripts/build_loads.py --inputs FOLDER [--out data/loads]

Each trace becomes a file with one row an hour or less: the time of the row's first value, then the values of the steps
that follow. A step that the trace leaves out is an empty cell. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

_OUT = Path(__file__).resolve().parent.parent / "data" / "loads"
_NAB = "Numenta Anomaly Benchmark (numenta/NAB), data/"
_AZURE = "Azure Public Dataset, AzureLLMInferenceDataset2023"
TRACES = (
    # id, input, title, unit, kind, decimals, source, licence, note
    ("asg-cpu", "nab-asg-cpu.csv", "CPU of an autoscaled group, nine weeks of 2014", "percent", "level", 1,
     _NAB + "realKnownCause/cpu_utilization_asg_misconfiguration.csv", "MIT",
     "average CPU over five minutes; contains a known fault"),
    ("elb-requests", "nab-elb-requests.csv", "Requests at a load balancer, two weeks of April 2014", "requests/min",
     "count", 0, _NAB + "realAWSCloudWatch/elb_request_count_8c0756.csv", "MIT", "requests counted over five minutes"),
    ("tweets", "nab-tweets-aapl.csv", "Mentions of one company on Twitter, eight weeks of 2015", "requests/min",
     "count", 0, _NAB + "realTweets/Twitter_volume_AAPL.csv", "MIT",
     "mentions counted over five minutes, read as requests; sudden spikes"),
    ("llm-chat", "azure-llm-conv-1min.csv", "Chat requests to a language model on Azure, an hour of 2023",
     "requests/min", "count", 0, _AZURE + " (conversation)", "CC BY 4.0", "counted by minute"),
    ("llm-code", "azure-llm-code-10s.csv", "Code requests to a language model on Azure, an hour of 2023",
     "requests/min", "count", 0, _AZURE + " (code)", "CC BY 4.0", "counted over ten seconds"),
)  # fmt: skip
COLUMNS = ("id", "title", "unit", "kind", "step_s", "start", "steps", "missing", "source", "licence", "note")


def read(path: Path) -> tuple[datetime, int, list[str | None]]:
    """Start, seconds of a step, and one value a step; None for a step left out."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(datetime.fromisoformat(row["time"]), row["value"]) for row in csv.DictReader(file)]
    gaps = Counter(int((later - sooner).total_seconds()) for (sooner, _), (later, _) in pairwise(rows))
    step = gaps.most_common(1)[0][0]
    if any(gap % step or gap <= 0 for gap in gaps):
        raise SystemExit(f"{path.name}: times do not lie on a grid of {step} s, in order.")
    by_step = {int((time - rows[0][0]).total_seconds()) // step: value for time, value in rows}
    return rows[0][0], step, [by_step.get(n) for n in range(max(by_step) + 1)]


def write(path: Path, start: datetime, step: int, values: list[str | None], decimals: int) -> None:
    """One row for each hour, or ten minutes where a step is shorter than a minute."""
    width = max(1, min(60, (3600 if step >= 60 else 600) // step))
    rounded = ["" if value is None else f"{round(float(value), decimals):g}" for value in values]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["time", *(f"+{n * step}s" for n in range(width))])
        for at in range(0, len(rounded), width):
            out.writerow([(start + timedelta(seconds=at * step)).isoformat(), *rounded[at : at + width]])


def main(argv: Sequence[str] | None = None) -> int:
    """Write every trace, its index and the licence text."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--inputs", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=_OUT)
    given = parser.parse_args(argv)
    given.out.mkdir(parents=True, exist_ok=True)
    index = []
    for name, file, title, unit, kind, decimals, source, licence, note in TRACES:
        start, step, values = read(given.inputs / file)
        write(given.out / f"{name}.csv", start, step, values, decimals)
        missing = sum(value is None for value in values)
        index.append((name, title, unit, kind, step, start.isoformat(), len(values), missing, source, licence, note))
    with (given.out / "index.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([COLUMNS, *sorted(index)])
    shutil.copyfile(given.inputs / "NAB-LICENSE.txt", given.out / "NAB-LICENSE.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
