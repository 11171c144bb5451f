"""The command line as a person runs it: a process, its exit code, one message and never a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import azstudy as az

PROGRAM = (sys.executable, "-m", "azstudy")


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )


def test_size_prints_the_offers_that_find_sizes_returns() -> None:
    words = "size --vcpus 4 --memory-gib 16 --region westeurope --os linux --term payg --top 10 --format json"
    done = run(*words.split())
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    expected = az.find_sizes(vcpus=4, memory_gib=16, regions="westeurope", os="linux", term="payg", top=10)
    assert [offer["size"] for offer in answer["offers"]] == [offer.size for offer in expected.offers]
    for offer in answer["offers"]:
        assert {"size", "region", "os", "term", "usd_per_hour", "usd_per_month", "status", "source", "as_of"} <= set(
            offer
        )
    assert {"size", "reasons"} == set(answer["rejected"][0])
    assert len(answer["rejected"]) + answer["fitting_sizes"] == len(az.default_catalog().sizes)


def test_size_knows_every_need() -> None:
    words = (
        "size --vcpus 2 --max-vcpus 64 --memory-gib 8 --max-memory-gib 512 --min-memory-per-vcpu 2 "
        "--max-memory-per-vcpu 16 --data-disks 4 --iops 3000 --mbps 50 --nics 2 --network-mbps 1000 --gpus 0 "
        "--arch x64 --generation 2 --premium --accelerated-networking --no-ephemeral-os --no-burstable "
        "--family D --family E --current-generation --zones 3 --region westeurope --region northeurope "
        "--term payg --term spot --os windows --hybrid-benefit --hours 400 --budget 500 --on 2026-11-22 --top 3 "
        "--format csv"
    )
    done = run(*words.split())
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == 3
    assert {row["hours_per_month"] for row in rows} == {"400.0"}


def test_price_prints_a_list_with_the_same_keys() -> None:
    done = run("price", "d4s_v5", "--region", "westeurope", "--os", "linux", "--term", "payg", "--format", "json")
    (offer,) = json.loads(done.stdout)
    assert offer["size"] == "Standard_D4s_v5"
    assert offer["usd_per_hour"] == az.price("D4s_v5")[0].usd_per_hour
    table = run("price", "D4s_v5")
    assert table.returncode == 0
    assert "3-year reservation" in table.stdout


def test_explain_takes_a_name_apart() -> None:
    done = run("explain", "E8-4ads_v5", "--format", "json")
    answer = json.loads(done.stdout)
    assert (answer["vcpus"], answer["constrained_vcpus"], answer["features"]) == (8, 4, ["a", "d", "s"])
    unknown = run("explain", "D4s_v99")
    assert unknown.returncode != 0


def test_nothing_fits_is_an_answer_with_its_reason_and_exit_code_1() -> None:
    for form in ("table", "json", "csv"):
        done = run("size", "--vcpus", "9000", "--format", form)
        assert done.returncode == 1
        assert "Nothing fits" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("price D4s_v55", "Did you mean D4s_v5"),
        ("price D4s_v5 --region westeruope", "Did you mean westeurope"),
        ("price D4s_v5 --term reserved", "Unknown payment term 'reserved'"),
        ("price D4s_v5 --os beos", "Unknown operating system 'beos'"),
        ("price D4s_v5 --hybrid-benefit", "os='windows'"),
        ("price A0 --region austriaeast", "No pay-as-you-go"),
        ("size --vcpus=-4", "vcpus must be a number from 0 to 10,000"),
        ("size --vcpus 1e300", "vcpus must be a number"),
        ("size --vcpus 8 --max-vcpus 4", "contradict each other"),
        ("size --hours 9999", "at most 744"),
        ("size --series Dsv55", "Did you mean Dsv5"),
        ("explain four", "cannot be a VM size name"),
        ("lab --chapter 99", "Unknown chapter"),
        ("lab --port 99999999", "port"),
        ("quiz lint nowhere.yaml", "nowhere.yaml"),
        ("data refresh --regions atlantis", "atlantis"),
        ("size --vcpus four", "four"),
        ("sizes", "sizes"),
    ],
)
def test_bad_input_is_one_message_and_a_bad_exit_code(words: str, message: str) -> None:
    done = run(*words.split())
    assert done.returncode not in (0, 1), done.stdout
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 5


def test_a_broken_bundle_is_one_message(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "prices").mkdir(parents=True)
    (home / "prices" / "current.json").write_text("{ half written", encoding="utf-8")
    done = run("price", "D4s_v5", "--term", "payg", AZSTUDY_HOME=str(home), AZSTUDY_DATA="")
    assert done.returncode == 0
    assert "0.23" in done.stdout
    assert "current.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_regions_are_listed() -> None:
    regions = json.loads(run("data", "regions", "--format", "json").stdout)
    assert [region["name"] for region in regions] == [region.name for region in az.regions()]


def test_version_and_help() -> None:
    assert run("--version").stdout.strip() == f"azstudy {az.__version__}"
    helped = run("--help").stdout
    assert all(command in helped for command in ("lab", "size", "price", "explain", "doctor", "data", "quiz"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs bash")
def test_a_closed_pipe_is_no_error() -> None:
    shell = f'"{sys.executable}" -m azstudy size --top 500 --format csv | head -1'
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.startswith("size,")
    assert "Traceback" not in done.stderr
