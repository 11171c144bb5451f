"""What must be true of prices, and the cells known to break it.

A violation must be marked doubtful in data/prices/marks.csv (a source error the learner is told of)
or listed in exceptions.csv beside this file (odd but real). A mark or an exception that no longer
violates anything fails too.
"""

import re
from collections import defaultdict
from statistics import median

import pytest

COMMITMENTS = ("reservation_1y", "reservation_3y", "savings_plan_1y", "savings_plan_3y")
TERMS = ("payg", "spot", *COMMITMENTS)
ORDER = (
    ("reservation_3y", "reservation_1y", "<"),
    ("reservation_1y", "payg", "<"),
    ("reservation_3y", "savings_plan_3y", "<="),
    ("reservation_1y", "savings_plan_1y", "<="),
    ("savings_plan_3y", "savings_plan_1y", "<"),
    ("savings_plan_1y", "payg", "<="),
    ("spot", "payg", "<="),
)


def base_of(size):
    match = re.fullmatch(r"(Standard_[A-Z]+\d+[a-z]*)-\d+(.*)", size)
    return match and match[1] + match[2]


def windows_dearer(sheets, ratios):
    for term in TERMS:
        linux = sheets[f"linux-{term}"]
        for place, usd in sheets[f"windows-{term}"].items():
            if place in linux and usd <= linux[place]:
                yield (f"windows-{term}", *place), (f"linux-{term}", *place)


def commitment_licence(sheets, ratios):
    """Windows minus Linux of a commitment is the licence: the region's own, or the size's usual one."""
    for term in COMMITMENTS:
        for place, usd in sheets[f"windows-{term}"].items():
            linux = sheets[f"linux-{term}"].get(place)
            if linux is None:
                continue
            payg = [sheets[f"{os}-payg"].get(place) for os in ("windows", "linux")]
            licences = [payg[0] - payg[1]] if None not in payg else []
            usual = ratios[place[0]]["windows_licence_usd_per_hour"]
            licences += [float(usual)] if usual else []
            if not any(abs(usd - linux - licence) <= 0.05 * licence + 0.0015 for licence in licences):
                yield (f"windows-{term}", *place), (f"linux-{term}", *place), ("windows-payg", *place)


def constrained_base(sheets, ratios):
    """A size with fewer active vCPUs costs what the size it was cut from costs."""
    for offer, sheet in sheets.items():
        for (size, region), usd in sheet.items():
            base = base_of(size)
            if base and (base, region) in sheet and abs(usd / sheet[base, region] - 1) > 0.005:
                yield (offer, size, region), (offer, base, region)


def term_order(sheets, ratios):
    for os in ("linux", "windows"):
        for cheaper, dearer, how in ORDER:
            other = sheets[f"{os}-{dearer}"]
            for place, usd in sheets[f"{os}-{cheaper}"].items():
                if place in other and (usd > other[place] + 1e-9 or (how == "<" and usd >= other[place])):
                    yield (f"{os}-{cheaper}", *place), (f"{os}-{dearer}", *place)


def licence_alike(sheets, ratios):
    """A size's Windows licence is nowhere below 0.7 of its highest."""
    licences = defaultdict(dict)
    for (size, region), usd in sheets["windows-payg"].items():
        linux = sheets["linux-payg"].get((size, region))
        if linux is not None and usd > linux:
            licences[size][region] = usd - linux
    for size, regions in licences.items():
        for region, licence in regions.items():
            if licence < 0.7 * max(regions.values()):
                yield (("windows-payg", size, region),)


def regional_level(sheets, ratios):
    """At its region's level a size costs between 0.4 and 2 times what it costs in the median region."""
    sheet = sheets["linux-payg"]
    by_size, by_region = defaultdict(list), defaultdict(list)
    for (size, _), usd in sheet.items():
        by_size[size].append(usd)
    usual = {size: median(values) for size, values in by_size.items()}
    for (size, region), usd in sheet.items():
        by_region[region].append(usd / usual[size])
    level = {region: median(values) for region, values in by_region.items()}
    for (size, region), usd in sheet.items():
        if not 0.4 < usd / usual[size] / level[region] < 2:
            yield (("linux-payg", size, region),)


def windows_has_linux(sheets, ratios):
    """Where Windows is sold, so is Linux."""
    for place in sheets["windows-payg"].keys() - sheets["linux-payg"].keys():
        yield (("windows-payg", *place),)


INVARIANTS = {
    "windows-has-linux": windows_has_linux,
    "windows-dearer": windows_dearer,
    "commitment-licence": commitment_licence,
    "constrained-base": constrained_base,
    "term-order": term_order,
    "licence-alike": licence_alike,
    "regional-level": regional_level,
}


@pytest.fixture(scope="module")
def violations(sheets, table):
    """Invariant -> list of the cells that take part in a violation, the odd one first."""
    ratios = {row["size"]: row for row in table("prices/ratios.csv")}
    return {name: list(find(sheets, ratios)) for name, find in INVARIANTS.items()}


@pytest.fixture(scope="module")
def exceptions(table):
    rows = table("exceptions.csv")
    assert all(row["reason"] for row in rows)
    return {(row["invariant"], row["offer"], row["size"], row["region"]) for row in rows}


@pytest.mark.parametrize("name", INVARIANTS)
def test_every_violation_is_marked_or_listed(name, violations, doubtful, exceptions):
    unknown = [
        cells[0]
        for cells in violations[name]
        if not doubtful.intersection(cells) and (name, *cells[0]) not in exceptions
    ]
    assert unknown == []


def test_every_listed_exception_still_is_one(violations, exceptions):
    broken = {(name, *cells[0]) for name, found in violations.items() for cells in found}
    assert exceptions - broken == set()


def test_every_doubtful_mark_has_a_violation_behind_it(violations, doubtful):
    involved = {cell for found in violations.values() for cells in found for cell in cells}
    involved |= {
        ("windows-spot", size, region) for offer, size, region in involved & doubtful if offer == "windows-payg"
    }
    assert doubtful - involved == set()


def test_no_exception_hides_behind_a_mark(doubtful, exceptions):
    assert [row for row in exceptions if row[1:] in doubtful] == []


def test_every_price_is_positive(sheets):
    for offer, sheet in sheets.items():
        assert all(0 < usd < 1000 for usd in sheet.values()), offer


def test_price_per_vcpu_is_constant_within_a_series_and_region(sheets, sizes, table):
    """Sizes of one series cost the same per vCPU; the table beside this file counts where they don't."""
    groups = defaultdict(list)
    for (size, region), usd in sheets["linux-payg"].items():
        row = sizes[size]
        if row["vcpus_base"] and row["promo"] == "false":
            groups[row["series"], region].append(usd / float(row["vcpus_base"]))
    groups = {group: values for group, values in groups.items() if len(values) > 1}
    spread = defaultdict(list)
    for (series, _), values in groups.items():
        if max(values) / min(values) >= 1.01:
            spread[series].append(max(values) / min(values))
    found = {series: (len(ratios), round(max(ratios), 2)) for series, ratios in spread.items()}
    listed = {r["series"]: (int(r["regions"]), float(r["highest"])) for r in table("price_per_vcpu.csv")}
    assert found == listed
    assert sum(map(len, spread.values())) < 0.3 * len(groups)


def test_the_known_trap_is_closed(sheets, sizes, table):
    """A Windows price among Linux ones would stand out by about the licence: 0.046 USD per vCPU."""
    trapped = {"Dasv5", "Dadsv5", "Easv5", "Eadsv5", "Bsv2", "Basv2", "Bpsv2"}
    corrected = [row for row in table("prices/marks.csv") if row["mark"] == "corrected"]
    assert trapped <= {sizes[row["size"]]["series"] for row in corrected}
    for row in corrected:
        removed = float(row["raw_usd_per_hour"]) - sheets[row["offer"]][row["size"], row["region"]]
        assert removed > 0


@pytest.mark.parametrize(
    ("size", "region", "usd"),
    [
        ("Standard_NCC40ads_H100_v5", "westeurope", 8.9),
        ("Standard_E112ias_v5", "mexicocentral", 7.657),
        ("Standard_D4as_v5", "malaysiawest", 0.194),
        ("Standard_H16", "westeurope", 2.065),
    ],
)
def test_two_meters_under_one_name_are_told_apart(sheets, size, region, usd):
    assert sheets["linux-payg"][size, region] == pytest.approx(usd)


def test_placeholders_and_slipped_decimals_are_set_aside(table):
    reasons = [row["reason"] for row in table("prices/left_out.csv")]
    assert sum("placeholder" in reason for reason in reasons) == 68
    assert sum("slipped decimal" in reason for reason in reasons) == 13


def test_ratios_cover_every_size_once(table, sizes):
    rows = table("prices/ratios.csv")
    assert [row["size"] for row in rows] == sorted(sizes)
    for row in rows:
        assert (row["windows_licence_usd_per_hour"] == "") == (row["licence_source"] == "")
        assert row["licence_source"] in ("calculator", "regions", "rule-0.046", "")
        assert row["ratio_source"] in ("own", "series", "regions", "")
        assert row["spot_source"] in ("own", "median")
        assert 0 < float(row["spot"]) <= 1
        known = {term: float(row[term]) for term in COMMITMENTS if row[term]}
        assert bool(known) == bool(row["ratio_source"])
        assert all(0 < ratio <= 1 for ratio in known.values())
        if {"reservation_1y", "reservation_3y"} <= set(known):
            assert known["reservation_3y"] < known["reservation_1y"]


def test_own_ratios_give_the_published_commitments_back(table, sheets, doubtful):
    payg = sheets["linux-payg"]
    for row in table("prices/ratios.csv"):
        for term in COMMITMENTS:
            cell = (f"linux-{term}", row["size"], "polandcentral")
            published = sheets[cell[0]].get(cell[1:])
            if published is None or cell in doubtful:
                continue
            assert row["ratio_source"] == "own"
            assert float(row[term]) * payg[cell[1:]] == pytest.approx(published, rel=0.02), cell


def test_the_licence_rule_is_used_only_where_it_may_be(table, sizes):
    rows = {row["size"]: row for row in table("prices/ratios.csv")}
    for name, row in rows.items():
        if row["licence_source"] != "rule-0.046":
            continue
        size = sizes[name]
        assert size["architecture"] == "x64"
        assert size["constrained"] == "false"
        assert size["credit_base_percent"] == ""
        assert float(row["windows_licence_usd_per_hour"]) == pytest.approx(0.046 * float(size["vcpus_base"]))
