"""The script that writes the example designs: the same bytes as the bundle has, and nothing where a design is wrong."""

import pytest

from azstudy._resources import data_dir


@pytest.fixture
def script():
    import build_designs

    return build_designs


def test_the_bundle_is_what_the_source_says(script, tmp_path):
    assert script.main(["--out", str(tmp_path)]) == 0
    bundled = data_dir() / "designs"
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in bundled.iterdir()}
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (bundled / path.name).read_bytes(), f"{path.name}: run scripts/build_designs.py"


def test_a_design_that_breaks_other_rules_is_not_written(script, tmp_path, monkeypatch, capsys):
    wrong = script.Example(script.web_pair_flawed, "t", "t", twin="web-pair", errors=("disk-01",))
    monkeypatch.setattr(script, "EXAMPLES", (*script.EXAMPLES[:1], wrong))
    assert script.main(["--out", str(tmp_path / "out")]) == 1
    assert "web-pair-flawed breaks ['avset-05']; the table says ['disk-01']" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
