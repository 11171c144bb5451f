"""The build of the bundled load curves, on small traces of its own."""

import csv

import pytest


@pytest.fixture
def build_loads():
    import build_loads

    return build_loads


@pytest.fixture
def inputs(build_loads, tmp_path):
    folder = tmp_path / "traces"
    folder.mkdir()
    (folder / "NAB-LICENSE.txt").write_text("terms\n", encoding="utf-8")
    for _, file, *_ in build_loads.TRACES:
        step = 10 if file.endswith("10s.csv") else 60 if file.endswith("1min.csv") else 300
        times = [n * step for n in range(30) if n != 7]
        rows = [f"2026-11-02T{at // 3600:02d}:{at // 60 % 60:02d}:{at % 60:02d},{at / 7:.3f}" for at in times]
        (folder / file).write_text("time,value\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return folder


def test_the_same_inputs_give_the_same_bytes(build_loads, inputs, tmp_path):
    for name in ("one", "two"):
        assert build_loads.main(["--inputs", str(inputs), "--out", str(tmp_path / name)]) == 0
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two
    assert one.keys() == {"index.csv", "NAB-LICENSE.txt", *(f"{trace[0]}.csv" for trace in build_loads.TRACES)}


def test_a_step_left_out_is_an_empty_cell_and_is_counted(build_loads, inputs, tmp_path):
    build_loads.main(["--inputs", str(inputs), "--out", str(tmp_path / "out")])
    with (tmp_path / "out" / "elb-requests.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in list(csv.reader(file))[1:] for cell in row[1:]]
    assert (len(cells), cells.index("")) == (30, 7)
    with (tmp_path / "out" / "index.csv").open(encoding="utf-8", newline="") as file:
        index = {row["id"]: row for row in csv.DictReader(file)}
    assert {(row["steps"], row["missing"]) for row in index.values()} == {("30", "1")}
    assert {row["step_s"] for row in index.values()} == {"10", "60", "300"}


def test_times_off_the_grid_are_refused(build_loads, inputs, tmp_path):
    path = inputs / "nab-asg-cpu.csv"
    path.write_text(path.read_text(encoding="utf-8") + "2026-11-02T09:00:01,5\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="grid of 300 s"):
        build_loads.main(["--inputs", str(inputs), "--out", str(tmp_path / "out")])
