"""Question files for the tests, built from plain values: each test changes one thing and looks at what happens."""

import copy
from pathlib import Path
from uuid import UUID

import pytest
import yaml

from azstudy.quiz import Bank

SOURCE = {"title": "A page", "ref": "docs/page.md@0123abcd", "date": "2026-03-05"}


def shared(number, kind, **special):
    return {
        "id": f"disks-{number:02d}",
        "uuid": str(UUID(int=number, version=4)),
        "kind": kind,
        "role": "pretest" if number % 4 == 1 else "quiz",
        "objective": "4.1",
        "badge": "exam-core",
        "level": 2,
        "stem": f"Question {number}: which of these is so, at the lowest cost?",
        "hint": ["Think of the limits.", "Think of the smaller one."],
        "rule": "The smaller of two limits decides.",
        "source": dict(SOURCE),
        **special,
    }


def option(key, correct, number=0):
    made = {"key": key, "text": f"Option {key} of {number}", "correct": correct, "why": f"Reason {key} of {number}."}
    return made if correct else {**made, "misconception": f"thought-{key.lower()}"}


def options(right, count=4, number=0):
    return [option(key, key in right, number) for key in "ABCDE"[:count]]


def numeric_fields(number):
    return {
        "answer": 140.16,
        "tolerance": "1%",
        "unit": "USD per month",
        "why": f"0.192 x 730 = 140.16 ({number}).",
        "near_misses": [
            {"value": 1682, "tolerance": 5, "why": "That is a year.", "misconception": "year-for-month"},
            {"value": 4.6, "why": "That is a day.", "misconception": "day-for-month"},
        ],
    }


def whole_chapter():
    items = []
    for number in range(1, 13):
        if number % 3 == 0:
            items.append(shared(number, "numeric", **numeric_fields(number)))
        elif number % 3 == 1:
            items.append(shared(number, "single", options=options("ABCD"[number % 4], number=number)))
        else:
            items.append(shared(number, "multiple", options=options("AC", number=number)))
    return {"schema": 1, "chapter": "03", "title": "Disks", "items": items}


def write(folder: Path, document, name="03-disks.yaml") -> Path:
    path = folder / name
    text = document if isinstance(document, str) else yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("AZSTUDY_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("AZSTUDY_RECORD", "off")
    monkeypatch.setenv("AZSTUDY_DATA", "bundled")


@pytest.fixture
def document():
    """A chapter without any problem: items 1, 4 … single, 2, 5 … multiple, 3, 6 … numeric."""
    return copy.deepcopy(whole_chapter())


@pytest.fixture
def file_of(tmp_path):
    """Writes a document (or text) as a question file and returns its path."""
    return lambda document, name="03-disks.yaml": write(tmp_path, document, name)


@pytest.fixture
def bank(tmp_path, document):
    """A bank of one chapter, 03-disks, with the items of `document`."""
    write(tmp_path, document)
    return Bank(tmp_path)


@pytest.fixture(scope="session")
def small_chapter():
    """Makes a chapter of one question a kind, with a proof; for tests that make thousands."""

    def make():
        document = whole_chapter()
        document["items"] = copy.deepcopy(document["items"][:3])
        document["items"][0]["proof"] = {"call": "ahb_cores", "args": {"vcpus": 2}, "expect": 8}
        return document

    return make
