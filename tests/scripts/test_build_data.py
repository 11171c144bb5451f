"""The data build, run on a small folder of inputs that conftest.py makes."""

import csv
import doctest
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("pyarrow", reason="the data build needs the `data` dependency group: uv sync --group data")

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


def read(out, name):
    with (out / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def marks(out):
    return {(r["offer"], r["size"], r["region"]): r for r in read(out, "prices/marks.csv")}


def built(inputs, out):
    """Build and return `out`; the whole message is shown when it fails."""
    code, message = inputs.write().build(out)
    assert code == 0, message
    return out


def refused(inputs, out, *words):
    """The build ends with code 2, one line that holds every word, and not one file."""
    code, message = inputs.build(out)
    assert code == 2
    assert message.startswith("error: ")
    assert len(message.splitlines()) == 1
    for word in words:
        assert word in message
    assert not out.exists()


def test_a_build_writes_every_table(inputs, out):
    built(inputs, out)
    names = {str(path.relative_to(out)) for path in out.rglob("*.csv")}
    assert {"sizes.csv", "lifecycle.csv", "regions.csv", "latency.csv", "disks.csv", "bandwidth.csv"} <= names
    assert len([name for name in names if name.startswith("prices")]) == 16
    row = next(row for row in read(out, "sizes.csv") if row["name"] == "Standard_D2s_v5")
    assert row["generations"] == "1;2"
    assert row["ephemeral_placements"] == "ResourceDisk;CacheDisk"
    assert row["memory_gib"] == "8"
    assert row["inherited"] == "network_mbps;uncached_iops"
    assert row["source"] == "autoscaler"


def test_the_same_inputs_give_the_same_bytes_whatever_their_order(inputs, tmp_path):
    first = built(inputs, tmp_path / "first")
    second = built(inputs.shuffled(7), tmp_path / "second")
    files = sorted(path.relative_to(first) for path in first.rglob("*.csv"))
    assert files == sorted(path.relative_to(second) for path in second.rglob("*.csv"))
    for name in files:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_a_windows_price_among_linux_ones_is_recorded_with_its_raw_value(inputs, out):
    flag = "corrected:windows-price-in-linux-field"
    inputs.add("Standard_D2s_v5", "northeurope", 0.12, inputs.karpenter, flag=flag, raw=0.212)
    mark = marks(built(inputs, out))["linux-payg", "Standard_D2s_v5", "northeurope"]
    assert (mark["mark"], mark["raw_usd_per_hour"], mark["source"]) == ("corrected", "0.212", "karpenter")


def test_a_windows_price_that_nobody_flagged_is_found_by_its_siblings(inputs, out):
    for name, usd in (("D2s", 0.1), ("D4s", 0.2), ("D8s", 0.4), ("D16s", 0.8)):
        for place, level in (("northeurope", 1.0), ("swedencentral", 1.1), ("eastus", 0.9)):
            hidden = 0.046 * 8 if (name, place) == ("D8s", "northeurope") else 0.0
            inputs.prices = [r for r in inputs.prices if (r["size"], r["region"]) != (f"Standard_{name}_v5", place)]
            inputs.add(f"Standard_{name}_v5", place, usd * level + hidden, inputs.karpenter)
    built(inputs, out)
    mark = marks(out)["linux-payg", "Standard_D8s_v5", "northeurope"]
    assert (mark["mark"], mark["raw_usd_per_hour"]) == ("corrected", "0.768")
    sheet = {row["size"]: row for row in read(out, "prices/linux-payg.csv")}
    assert sheet["Standard_D8s_v5"]["northeurope"] == "0.4"


def test_white_space_in_a_name_is_stripped_and_recorded(inputs, out):
    built(inputs, out)
    row = next(row for row in read(out, "sizes.csv") if row["name"] == "Standard_NM16ads_MA35D")
    assert (row["has_specs"], row["vcpus"], row["series"]) == ("false", "", "NMadsMA35D")
    conflict = next(row for row in read(out, "size_conflicts.csv") if row["field"] == "name")
    assert conflict["other"] == "'Standard_NM16ads_MA35D  '"


def test_zero_is_not_a_price(inputs, out):
    inputs.add("Standard_D8s_v5", "eastus", 0.0, inputs.karpenter)
    built(inputs, out)
    sheet = {row["size"]: row for row in read(out, "prices/linux-payg.csv")}
    assert sheet["Standard_D8s_v5"]["eastus"] == ""
    left = read(out, "prices/left_out.csv")
    assert [(row["size"], row["raw_usd_per_hour"]) for row in left] == [("Standard_D8s_v5", "0")]


def test_a_tenth_of_the_usual_price_is_set_aside(inputs, out):
    inputs.add("Standard_D2s_v5", "northeurope", 0.1, inputs.karpenter)
    inputs.add("Standard_D4s_v5", "northeurope", 0.2, inputs.karpenter)
    inputs.add("Standard_D8s_v5", "northeurope", 0.04, inputs.karpenter)
    left = read(built(inputs, out), "prices/left_out.csv")
    assert [(row["size"], row["region"]) for row in left] == [("Standard_D8s_v5", "northeurope")]
    assert "slipped decimal" in left[0]["reason"]


@pytest.mark.parametrize(
    ("promo", "flag", "kept", "mark"),
    [
        (None, "several meters 0.5/0.868", "0.5", "corrected"),
        (None, "several meters 0.3/0.5", "0.5", "doubtful"),
        (0.3, "several meters 0.3/0.5", "0.5", None),
    ],
)
def test_two_meters_under_one_name(inputs, out, promo, flag, kept, mark):
    usd = float(flag.split("/")[1])
    inputs.add("Standard_D8s_v5", "northeurope", usd, inputs.radar, flag=flag)
    if promo:
        inputs.add("Standard_D8s_v5_Promo", "northeurope", promo, inputs.radar)
    built(inputs, out)
    sheet = {row["size"]: row for row in read(out, "prices/linux-payg.csv")}
    assert sheet["Standard_D8s_v5"]["northeurope"] == kept
    found = marks(out).get(("linux-payg", "Standard_D8s_v5", "northeurope"))
    assert (found and found["mark"]) == mark


def test_windows_not_dearer_than_linux_is_doubtful(inputs, out):
    for row in inputs.prices:
        if (row["size"], row["os"], row["price_type"]) == ("Standard_D8s_v5", "windows", "payg"):
            row["usd_per_hour"] = 0.4
    found = marks(built(inputs, out))
    assert found["windows-payg", "Standard_D8s_v5", "polandcentral"]["mark"] == "doubtful"
    ratios = {row["size"]: row for row in read(out, "prices/ratios.csv")}
    assert ratios["Standard_D8s_v5"]["licence_source"] != "calculator"


def test_a_commitment_without_its_licence_is_doubtful(inputs, out):
    for row in inputs.prices:
        if (row["size"], row["os"], row["price_type"]) == ("Standard_E8-4s_v5", "windows", "reservation_3y"):
            row["usd_per_hour"] = 0.2 + 0.184
    found = marks(built(inputs, out))
    assert found["windows-reservation_3y", "Standard_E8-4s_v5", "polandcentral"]["mark"] == "doubtful"
    assert ("windows-reservation_1y", "Standard_E8-4s_v5", "polandcentral") not in found


def test_sources_and_marks_of_a_mixed_column(inputs, out):
    built(inputs, out)
    rows = [r for r in read(out, "prices/provenance.csv") if (r["offer"], r["region"]) == ("linux-payg", "westeurope")]
    assert {(r["source"], r["cells"], r["main"]) for r in rows} == {
        ("pricing-radar", "4", "true"),
        ("karpenter", "2", "false"),
    }
    mark = marks(out)["linux-payg", "Standard_D16s_v5", "westeurope"]
    assert (mark["mark"], mark["source"], mark["raw_usd_per_hour"]) == ("source", "karpenter", "")


def test_an_older_price_of_the_same_cell_is_not_used(inputs, out):
    inputs.add("Standard_D2s_v5", "westeurope", 0.1, inputs.karpenter, primary=False)
    sheet = {row["size"]: row for row in read(built(inputs, out), "prices/linux-payg.csv")}
    assert sheet["Standard_D2s_v5"]["westeurope"] == "0.11"


def test_hybrid_benefit_rows_are_read_and_not_stored(inputs, out):
    inputs.add("Standard_D2s_v5", "polandcentral", 0.1, inputs.calculator, os="windows_ahb")
    built(inputs, out)
    assert not list(out.rglob("*ahb*"))
    assert all("ahb" not in row["offer"] for row in read(out, "prices/provenance.csv"))


def test_ratios_are_own_shared_or_unknown(inputs, out):
    ratios = {row["size"]: row for row in read(built(inputs, out), "prices/ratios.csv")}
    assert ratios["Standard_D2s_v5"]["reservation_3y"] == "0.4"
    assert ratios["Standard_D2s_v5"]["ratio_source"] == "own"
    assert ratios["Standard_D16s_v5"]["reservation_3y"] == "0.4"
    assert ratios["Standard_D16s_v5"]["ratio_source"] == "series"
    assert ratios["Standard_B2s_v2"]["reservation_3y"] == ratios["Standard_B2s_v2"]["ratio_source"] == ""
    assert (ratios["Standard_B2s_v2"]["spot"], ratios["Standard_B2s_v2"]["spot_source"]) == ("0.1848", "median")
    assert (ratios["Standard_D2s_v5"]["spot"], ratios["Standard_D2s_v5"]["spot_source"]) == ("0.2", "own")


def test_licences_are_own_by_rule_or_unknown(inputs, out):
    ratios = {row["size"]: row for row in read(built(inputs, out), "prices/ratios.csv")}
    licence = {name: (r["windows_licence_usd_per_hour"], r["licence_source"]) for name, r in ratios.items()}
    assert licence["Standard_D4s_v5"] == ("0.184", "calculator")
    assert licence["Standard_D16s_v5"] == ("0.736", "rule-0.046")
    assert licence["Standard_B2s_v2"] == ("", "")
    assert licence["Standard_NM16ads_MA35D"] == ("", "")


def test_a_series_that_disagrees_shares_no_ratio(inputs, out):
    for row in inputs.prices:
        if (row["size"], row["os"], row["price_type"]) == ("Standard_D8s_v5", "linux", "reservation_3y"):
            row["usd_per_hour"] = 0.18
    ratios = {row["size"]: row for row in read(built(inputs, out), "prices/ratios.csv")}
    assert ratios["Standard_D16s_v5"]["reservation_3y"] == ""
    assert ratios["Standard_D16s_v5"]["reservation_1y"] == "0.6"


def test_a_constrained_size_keeps_the_disks_of_its_base(inputs, out):
    built(inputs, out)
    row = next(row for row in read(out, "sizes.csv") if row["name"] == "Standard_E8-4s_v5")
    assert (row["max_data_disks"], row["vcpus"], row["vcpus_base"]) == ("16", "4", "8")
    conflict = next(row for row in read(out, "size_conflicts.csv") if row["name"] == "Standard_E8-4s_v5")
    assert (conflict["field"], conflict["used"], conflict["other"]) == ("max_data_disks", "16", "32")


def test_places_disks_and_traffic(inputs, out):
    built(inputs, out)
    assert [row["name"] for row in read(out, "regions.csv")][-2:] == ["swedensouth", "westeurope"]
    latency = {(r["from"], r["to"]): r for r in read(out, "latency.csv")}
    assert latency["westeurope", "northeurope"]["kind"] == "p95"
    assert latency["northeurope", "westeurope"]["flag"] == "below-light-limit"
    meter = next(row for row in read(out, "disk_meters.csv") if row["region"] == "westeurope")
    assert (meter["sku"], meter["meter"], meter["usd"]) == ("PremiumV2_LRS", "throughput", "0.04745")
    assert [row["value"] for row in read(out, "bandwidth.csv")] == ["0.087", ""]
    change = read(out, "spot_changes.csv")[0]
    assert (change["size"], change["term"]) == ("Standard_D2s_v5", "spot")


@pytest.mark.parametrize(
    "name", ["vm_sizes.csv", "vm_prices.parquet", "regions.csv", "disks.csv", "storage_egress.csv"]
)
def test_a_missing_file_is_named_and_nothing_is_written(inputs, out, name):
    inputs.write()
    (inputs.folder / name).unlink()
    refused(inputs, out, name)


@pytest.mark.parametrize(("name", "column"), [("vm_sizes.csv", "vcpu"), ("regions.csv", "pair"), ("disks.csv", "tier")])
def test_a_missing_column_is_named_and_nothing_is_written(inputs, out, name, column):
    inputs.write()
    path = inputs.folder / name
    lines = path.read_text(encoding="utf-8").split("\n")
    header = [cell.strip() for cell in lines[0].split(",")]
    lines[0] = ",".join("other" if cell == column else cell for cell in header)
    path.write_text("\n".join(lines), encoding="utf-8")
    refused(inputs, out, name, column)


def test_a_missing_price_column_is_named(inputs, out):
    for row in inputs.prices:
        del row["primary"]
    inputs.write()
    refused(inputs, out, "vm_prices.parquet", "primary")


def test_an_empty_table_is_refused(inputs, out):
    inputs.write()
    path = inputs.folder / "regions.csv"
    path.write_text(path.read_text(encoding="utf-8").split("\n")[0], encoding="utf-8")
    refused(inputs, out, "regions.csv", "no rows")


def test_a_file_that_is_not_parquet_is_refused(inputs, out):
    inputs.write()
    (inputs.folder / "vm_prices.parquet").write_text("not parquet", encoding="utf-8")
    refused(inputs, out, "vm_prices.parquet")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source": "somewhere else"}, ("somewhere else", "_build_sources.py")),
        ({"region": "atlantis"}, ("atlantis", "regions.csv")),
        ({"os": "beos"}, ("beos", "linux")),
        ({"price_type": "lease"}, ("lease", "payg")),
    ],
)
def test_an_unknown_word_in_the_prices_is_refused(inputs, out, change, words):
    inputs.add("Standard_D2s_v5", "northeurope", 0.12, inputs.karpenter)
    inputs.prices[-1].update(change)
    refused(inputs.write(), out, *words)


def test_two_prices_for_one_cell_are_refused(inputs, out):
    inputs.add("Standard_D2s_v5", "westeurope", 0.12, inputs.karpenter)
    refused(inputs.write(), out, "two primary prices", "Standard_D2s_v5")


@pytest.mark.parametrize(("field", "value", "word"), [("vcpu", "many", "not a number"), ("promo", "maybe", "boolean")])
def test_a_cell_of_the_wrong_kind_is_refused(inputs, out, field, value, word):
    inputs.sizes[0][field] = value
    refused(inputs.write(), out, word, value)


def test_a_size_listed_twice_is_refused(inputs, out):
    inputs.sizes.append(inputs.sizes[0])
    refused(inputs.write(), out, "twice")


def run(*arguments):
    command = [sys.executable, str(SCRIPTS / "build_data.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_script_runs_from_the_command_line(inputs, out):
    result = run("--inputs", inputs.write().folder, "--out", out)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert (out / "sizes.csv").is_file()


def test_the_script_ends_with_one_line_where_an_input_is_missing(inputs, out):
    result = run("--inputs", inputs.folder / "nowhere", "--out", out)
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_help_names_both_options():
    result = run("--help")
    assert "--inputs" in result.stdout
    assert "--out" in result.stdout


def test_without_pyarrow_the_message_says_what_to_install(inputs, monkeypatch):
    import _build_common
    import _build_prices

    inputs.write()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(_build_common.BuildError, match=r"pyarrow.*--group data"):
        _build_prices.read_prices(inputs.folder)


@pytest.mark.parametrize("name", ["_build_common", "_build_names"])
def test_examples_in_the_docstrings(name):
    result = doctest.testmod(__import__(name))
    assert result.attempted
    assert not result.failed


@given(st.decimals(-10_000, 10_000, places=6, allow_nan=False))
def test_numbers_keep_their_value_and_lose_their_zeros(value):
    import _build_common

    text = _build_common.number(value)
    assert float(text) == float(value)
    assert not (text.endswith("0") and "." in text)
    assert text != "-0"


def test_series_of_every_bundled_name_follows_from_the_name():
    import _build_names

    with (SCRIPTS.parent / "data" / "sizes.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            assert _build_names.series(row["name"]) == row["series"], row["name"]
            assert (_build_names.base_of_constrained(row["name"]) is not None) == (row["constrained"] == "true")
