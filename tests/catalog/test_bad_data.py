"""Broken, missing or half-written data: one clear message that names the file, never a wrong number."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.sizing import find_sizes
from azstudy.errors import DataError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(default_catalog().folder, tmp_path / "data"))


def edit(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def read_everything(catalog: Catalog) -> None:
    result = find_sizes(premium_storage=True, term="all", regions="all", catalog=catalog)
    assert result.offers
    assert result.rejected
    for row in range(len(catalog.sizes)):
        catalog.sizes.size(row)


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("sizes.csv", lambda t: "", r"sizes\.csv is empty"),
        ("sizes.csv", lambda t: t.replace("memory_gib", "ram", 1), r"sizes\.csv lacks the column memory_gib"),
        ("sizes.csv", lambda t: t[: len(t) // 2], r"sizes\.csv is cut off"),
        ("sizes.csv", lambda t: t.replace(",x64,", ",x64", 1), r"sizes\.csv, line \d+: \d+ cells where \d+ are due"),
        ("sizes.csv", lambda t: t.replace(",true,", ",maybe,", 1), "'maybe' is not valid"),
        ("lifecycle.csv", lambda t: t.replace("match", "m", 1), "lacks the column match"),
        ("regions.csv", lambda t: t.replace("zones", "z", 1), "lacks the column zones"),
        ("prices/linux-payg.csv", lambda t: t.replace("0.", "zero.", 1), "could not convert"),
        ("prices/linux-payg.csv", lambda t: t.replace(",0.", ",-0."), "zero, negative or infinite"),
        ("prices/linux-payg.csv", lambda t: t[:5000], r"linux-payg\.csv is cut off"),
        ("prices/marks.csv", lambda t: t.replace("mark,", "x,", 1), "lacks the column mark"),
    ],
)
def test_a_broken_file_is_named(folder: Path, file: str, change: Callable[[str], str], message: str) -> None:
    edit(folder / file, change)
    with pytest.raises(DataError, match=message) as caught:
        read_everything(Catalog(folder))
    assert "Reinstall azstudy" in str(caught.value)


def test_a_file_that_is_not_text_is_named(folder: Path) -> None:
    (folder / "sizes.csv").write_bytes(b"\xff\xfe\x00binary")
    with pytest.raises(DataError, match=r"sizes\.csv cannot be read"):
        find_sizes(catalog=Catalog(folder))


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "lifecycle.csv").unlink()
    with pytest.raises(DataError, match=r"lifecycle\.csv is missing"):
        find_sizes(catalog=Catalog(folder))


def test_a_missing_bundle_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from azstudy import _resources

    monkeypatch.setattr(_resources, "_PACKAGE", tmp_path / "azstudy")
    with pytest.raises(DataError, match=r"bundled data is missing.*Reinstall azstudy"):
        _resources.data_dir()
