"""The rules behind prices that are not simply published, on small made-up sheets and on the bundle."""

from __future__ import annotations

from pathlib import Path

import pytest

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.model.facts import OperatingSystem, Price, Term

SIZES = ("Standard_D2s_v5", "Standard_D4s_v5", "Standard_D8s_v5")
LINUX, WINDOWS = OperatingSystem.LINUX, OperatingSystem.WINDOWS


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace(" ", ""), encoding="utf-8")


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """Three sizes in two regions: `here` has every price, `there` Linux pay-as-you-go alone."""
    bundled = default_catalog().folder
    rows = (bundled / "sizes.csv").read_text(encoding="utf-8").splitlines()
    kept = [rows[0], *(row for row in rows if row.split(",")[0] in SIZES)]
    (tmp_path / "sizes.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    for name in ("lifecycle.csv", "regions.csv", "sources.csv"):
        (tmp_path / name).write_bytes((bundled / name).read_bytes())
    prices = tmp_path / "prices"
    d2, d4, d8 = SIZES
    write(prices / "linux-payg.csv", f"size,northeurope,westeurope\n{d2},0.10,0.11\n{d4},0.20,0.22\n{d8},0.40,\n")
    write(prices / "windows-payg.csv", f"size,westeurope\n{d2},0.20\n{d4},0.40\n")
    write(prices / "linux-spot.csv", f"size,westeurope\n{d2},0.02\n")
    write(prices / "windows-spot.csv", f"size,westeurope\n{d2},0.05\n")
    write(prices / "linux-reservation_1y.csv", f"size,westeurope\n{d2},0.06\n")
    write(
        prices / "ratios.csv",
        "size,windows_licence_usd_per_hour,licence_source,reservation_1y,reservation_3y,savings_plan_1y,"
        f"savings_plan_3y,ratio_source,spot,spot_source\n{d2},0.092,own,0.6,0.4,0.7,0.5,own,0.2,own\n"
        f"{d4},0.184,own,0.6,,,,own,0.2,own\n{d8},,,,,,,,,\n",
    )
    write(
        prices / "provenance.csv",
        "offer,region,source,as_of,cells,main\nlinux-payg,westeurope,pricing-radar,2026-08-22,2,true\n"
        "linux-payg,westeurope,karpenter,2026-06-18,1,false\nlinux-payg,northeurope,karpenter,2026-06-18,3,true\n"
        "windows-payg,westeurope,pricing-radar,2026-08-22,2,true\nlinux-reservation_1y,westeurope,calculator,2026-01-26,1,true\n"
        "linux-spot,westeurope,pricing-radar,2026-08-22,1,true\nwindows-spot,westeurope,pricing-radar,2026-08-22,1,true\n",
    )
    write(
        prices / "marks.csv",
        "offer,size,region,mark,raw_usd_per_hour,source,reason\n"
        f"linux-payg,{d4},westeurope,source,,karpenter,\nlinux-payg,{d4},northeurope,corrected,0.4,karpenter,wrong-os\n"
        f"linux-payg,{d8},northeurope,doubtful,,karpenter,odd\n",
    )
    return Catalog(tmp_path)


def ask(
    catalog: Catalog, size: str, region: str, os: OperatingSystem, term: Term, *, ahb: bool = False
) -> Price | None:
    return catalog.price(size, region, os=os, term=term, hybrid_benefit=ahb)


def test_a_published_cell_is_published_with_its_source_and_date(catalog: Catalog) -> None:
    price = ask(catalog, "D2s_v5", "westeurope", LINUX, Term.PAYG)
    assert price == Price(compute_usd_per_hour=0.11, source="pricing-radar", as_of="2026-08-22")


def test_marks_change_source_and_status(catalog: Catalog) -> None:
    other = ask(catalog, "D4s_v5", "westeurope", LINUX, Term.PAYG)
    assert other and (other.status, other.source, other.as_of) == ("published", "karpenter", "2026-06-18")
    corrected = ask(catalog, "D4s_v5", "northeurope", LINUX, Term.PAYG)
    assert corrected and (corrected.status, corrected.note) == ("derived", "corrected: wrong-os")
    doubtful = ask(catalog, "D8s_v5", "northeurope", LINUX, Term.PAYG)
    assert doubtful and (doubtful.status, doubtful.note) == ("doubtful", "doubtful: odd")


def test_unknown_is_none_never_zero(catalog: Catalog) -> None:
    assert ask(catalog, "D8s_v5", "westeurope", LINUX, Term.PAYG) is None
    assert ask(catalog, "D8s_v5", "northeurope", WINDOWS, Term.PAYG) is None
    assert ask(catalog, "D8s_v5", "northeurope", LINUX, Term.RESERVATION_1Y) is None
    assert ask(catalog, "D2s_v5", "eastus", LINUX, Term.PAYG) is None


def test_windows_is_compute_and_licence(catalog: Catalog) -> None:
    price = ask(catalog, "D2s_v5", "westeurope", WINDOWS, Term.PAYG)
    assert price and (price.compute_usd_per_hour, price.licence_usd_per_hour, price.status) == (0.11, 0.09, "published")


def test_est_licence_adds_the_size_s_own_licence(catalog: Catalog) -> None:
    price = ask(catalog, "D2s_v5", "northeurope", WINDOWS, Term.PAYG)
    assert price and (price.usd_per_hour, price.status) == (0.192, "estimated")
    assert price.note.startswith("EST-LICENCE")


def test_ahb_base_is_the_linux_rate(catalog: Catalog) -> None:
    for term in (Term.PAYG, Term.RESERVATION_1Y, Term.SPOT):
        linux = ask(catalog, "D2s_v5", "westeurope", LINUX, term)
        own = ask(catalog, "D2s_v5", "westeurope", WINDOWS, term, ahb=True)
        assert linux and own and (own.usd_per_hour, own.status) == (linux.usd_per_hour, "derived")
        assert own.note.startswith("AHB-BASE")


def test_commit_licence_keeps_the_licence_pay_as_you_go(catalog: Catalog) -> None:
    price = ask(catalog, "D2s_v5", "westeurope", WINDOWS, Term.RESERVATION_1Y)
    assert price and (price.compute_usd_per_hour, price.licence_usd_per_hour) == (0.06, 0.09)
    assert (price.status, price.note.split(":")[0]) == ("derived", "COMMIT-LICENCE")


def test_est_ratio_multiplies_pay_as_you_go(catalog: Catalog) -> None:
    price = ask(catalog, "D4s_v5", "westeurope", LINUX, Term.RESERVATION_1Y)
    assert price and (price.usd_per_hour, price.status) == (0.132, "estimated")
    assert ask(catalog, "D4s_v5", "westeurope", LINUX, Term.RESERVATION_3Y) is None
    windows = ask(catalog, "D4s_v5", "northeurope", WINDOWS, Term.RESERVATION_1Y)
    assert windows and windows.usd_per_hour == pytest.approx(0.2 * 0.6 + 0.184)
    assert [note.split(":")[0] for note in windows.note.split("; ") if note.isupper() or note[:3].isupper()] != []


def test_est_spot_is_marked_illustrative(catalog: Catalog) -> None:
    published = ask(catalog, "D2s_v5", "westeurope", LINUX, Term.SPOT)
    assert published and (published.usd_per_hour, published.status) == (0.02, "published")
    estimated = ask(catalog, "D2s_v5", "northeurope", LINUX, Term.SPOT)
    assert estimated and (estimated.usd_per_hour, estimated.status) == (0.02, "estimated")
    assert "illustrative" in estimated.note
    windows = ask(catalog, "D2s_v5", "westeurope", WINDOWS, Term.SPOT)
    assert windows and (windows.usd_per_hour, windows.status) == (0.05, "published")


def test_a_refreshed_column_replaces_the_bundled_one_and_only_that(catalog: Catalog, tmp_path: Path) -> None:
    snapshot = tmp_path / "snapshot"
    write(snapshot / "linux-payg.csv", f"size,westeurope\n{SIZES[0]},0.5\n")
    write(
        snapshot / "provenance.csv",
        "offer,region,source,as_of,cells,main\nlinux-payg,westeurope,retail-api,2026-11-22,1,true\n",
    )
    write(snapshot / "marks.csv", "offer,size,region,mark,raw_usd_per_hour,source,reason\n")
    fresh = Catalog(catalog.folder, overlay=snapshot)
    new = ask(fresh, "D2s_v5", "westeurope", LINUX, Term.PAYG)
    assert new and (new.usd_per_hour, new.source, new.as_of) == (0.5, "retail-api", "2026-11-22")
    assert ask(fresh, "D4s_v5", "westeurope", LINUX, Term.PAYG) is None
    assert ask(fresh, "D4s_v5", "northeurope", LINUX, Term.PAYG) == ask(
        catalog, "D4s_v5", "northeurope", LINUX, Term.PAYG
    )


def test_the_bundle_agrees_with_the_windows_commitments_that_are_printed() -> None:
    """Where the calculator prints a Windows commitment, compute plus licence gives it, or the cell is doubtful."""
    bundle = default_catalog()
    for term in (Term.RESERVATION_1Y, Term.RESERVATION_3Y, Term.SAVINGS_PLAN_1Y, Term.SAVINGS_PLAN_3Y):
        printed = bundle.rates.published(f"windows-{term}", "polandcentral")
        assert printed
        agreeing = 0
        for row, name in enumerate(bundle.sizes.names):
            if printed[row] == printed[row]:
                price = ask(bundle, name, "polandcentral", WINDOWS, term)
                assert price is not None
                if abs(price.usd_per_hour - printed[row]) > 0.01 * printed[row]:
                    assert price.status == "doubtful", name
                else:
                    agreeing += 1
        assert agreeing > 650
