"""Every normative statement has a rule or a stated reason for having none, and every rule stands on a statement.

The tables in tests/rules/statements/, one a section, list the statements in our own words: `id` (section, dot,
running letter), `section`, `statement`, `rules` (ids joined by ";"), `exclusion` (why no rule checks it).
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from azstudy.rules import all_rules

TABLES = sorted(Path(__file__).with_name("statements").glob("*.csv"))
COLUMNS = ["id", "section", "statement", "rules", "exclusion"]
SHORTEST_REASON = 12


def read(table):
    with table.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        assert reader.fieldnames == COLUMNS, table.name
        return list(reader)


ROWS = [row for table in TABLES for row in read(table)]
RULES = {rule.id: rule for rule in all_rules()}


def cited(row):
    return [part for part in row["rules"].split(";") if part]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_a_table_is_whole_and_of_one_section(table):
    for row in read(table):
        assert None not in row, f"{row['id']}: more cells than columns"
        assert row["id"] and row["statement"].strip() == row["statement"] != ""
        assert row["section"].split(".")[0] == str(int(table.stem)), row["id"]


def test_statements_have_ids_of_their_own():
    assert [name for name, count in Counter(row["id"] for row in ROWS).items() if count > 1] == []


def test_every_statement_has_a_rule_or_a_reason_for_none():
    open_statements = [row["id"] for row in ROWS if not cited(row) and len(row["exclusion"]) < SHORTEST_REASON]
    assert open_statements == []


def test_no_statement_cites_a_rule_that_is_not_there():
    assert (
        sorted({(row["id"], name) for row in ROWS for name in cited(row)} - {(r["id"], n) for r in ROWS for n in RULES})
        == []
    )


def test_every_rule_stands_on_a_statement():
    assert sorted(RULES.keys() - {name for row in ROWS for name in cited(row)}) == []


def test_a_rule_stands_in_the_section_of_one_of_its_statements():
    sections = {}
    for row in ROWS:
        for name in cited(row):
            sections.setdefault(name, set()).add(row["section"])
    strays = {
        name: RULES[name].section
        for name, found in sections.items()
        if name in RULES and RULES[name].section not in found
    }
    assert strays == {}
