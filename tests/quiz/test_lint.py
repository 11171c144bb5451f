"""Lint finds what it promises to find, says where, and stays quiet about good files."""

import copy
import json
import re
from pathlib import Path
from uuid import UUID

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from azstudy.errors import InvalidInputError
from azstudy.quiz.lint import Problem, lint, report
from azstudy.quiz.parse import read_draft

ROOT = Path(__file__).resolve().parents[2]


def messages(path, **options):
    return [str(problem).removeprefix(f"{path}:") for problem in lint([path], **options)]


def test_a_good_file_has_no_problem(file_of, document):
    found = report([file_of(document)])
    assert (found.problems, found.files, found.items, found.notices) == ((), 1, 12, ())


def test_a_problem_reads_file_line_item_message():
    problem = Problem(file="a.yaml", line=3, item="disks-01", message="is wrong.")
    assert str(problem) == "a.yaml:3: disks-01: is wrong."
    assert (
        str(Problem(file="a.yaml", line=1, item="", message="advice.", level="warning")) == "a.yaml:1: warning: advice."
    )


def edit(document, place, value):
    target = document
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({(0, "options", 0, "correct"): True, (0, "options", 0, "misconception"): None}, "2 options are correct"),
        ({(1, "options", 0, "key"): "B"}, "option keys are B, B, C, D; they must be A, B, C, D in this order."),
        ({(1, "options", 0, "text"): "option  b of 2"}, "two options have the same text."),
        ({(1, "id"): "disks-01"}, "has the same id as disks-01 ("),
        ({(1, "uuid"): str(UUID(int=1, version=4))}, "has the same uuid as disks-01 ("),
        ({(1, "stem"): "question 1:  which of these is so, at the lowest cost?"}, "has the same stem as disks-01 ("),
        ({(0, "hint"): ["Not a letter.", "It must be option B."]}, "hint 2 gives away the letter B."),
        ({(0, "hint"): ["The answer is (B)."]}, "hint 1 gives away the letter B."),
        ({(0, "hint"): ["Look at Option B of 1 again."]}, "hint 1 gives away the letter B."),
        ({(2, "hint"): ["It is near 140.2 USD."]}, "hint 1 gives away the number 140.16."),
        ({(2, "tolerance"): 0}, "the answer 140.16 is a fraction: give a tolerance above 0."),
        ({(2, "near_misses", 0, "value"): 141}, "the near miss 141 overlaps the answer."),
        ({(2, "near_misses", 0, "value"): 8}, "the near miss 4.6 overlaps the near miss 8."),
        ({(0, "stem"): "Contoso asks: which?"}, "the stem names Contoso, a sample company"),
        ({(0, "options", 2, "why"): "As at tailwind traders."}, "C names Tailwind, a sample company"),
        ({(0, "rule"): "Azure AD signs users in."}, "the rule says Azure AD, which is now Microsoft Entra ID"),
        ({(0, "options", 0, "text"): "A Shared Image Gallery"}, "which is now Azure Compute Gallery"),
        ({(0, "hint"): ["Low-priority VMs are cheap."]}, "hint 1 says low-priority VM, which is now Spot VM"),
        ({(0, "stem"): "Which <b>one</b>?"}, "the stem holds raw HTML"),
        ({(0, "stem"): "Which? ![x](y.png)"}, "the stem holds a picture"),
        ({(0, "proof"): {"call": "nothing", "expect": 1}}, "there is no proof called 'nothing'; there are: "),
    ],
)
def test_each_error_is_found_with_the_line_of_its_item(file_of, document, changes, says):
    for (index, *place), value in changes.items():
        if value is None:
            del document["items"][index][place[0]][place[1]][place[2]]
        else:
            edit(document["items"][index], place, value)
    path = file_of(document)
    found = lint([path])
    assert [problem.level for problem in found] == ["error"]
    assert says in found[0].message
    starts = [n for n, line in enumerate(path.read_text().splitlines(), 1) if line.startswith("- id:")]
    assert found[0].line == starts[next(iter(changes))[0]]


@pytest.mark.parametrize(
    "stem",
    [
        "Which is right for Azure Compute Gallery (formerly Shared Image Gallery)?",
        "Which `<size>` is right?",
        "Is a < b and c > d?",
        "Which B-series size? A B-series one?",
        "Which northwindy option?",
    ],
)
def test_what_only_looks_like_a_problem(file_of, document, stem):
    document["items"][0]["stem"] = stem
    document["items"][0]["hint"] = ["A B-series VM has credits.", "The right answer has a number of 8 in it."]
    assert lint([file_of(document)]) == []


@pytest.mark.parametrize(("count", "right"), [(4, 0), (4, 4)])
def test_a_multiple_choice_needs_right_and_wrong_options(file_of, document, count, right):
    for number, option in enumerate(document["items"][1]["options"]):
        option["correct"] = number < right
        option.pop("misconception", None)
        if not option["correct"]:
            option["misconception"] = "tag"
    (found,) = lint([file_of(document)])
    assert found.message.startswith("every option is correct" if right else "no option is correct")


def test_longest_and_same_letter_are_advice(file_of, document):
    for item in document["items"]:
        if item["kind"] == "single":
            for option, key in zip(item["options"], "ABCD", strict=True):
                option.update(key=key, correct=key == "C")
                option.pop("misconception", None)
                if key == "C":
                    option["text"] += ", and it is by far the longest of them"
                else:
                    option["misconception"] = "tag"
    assert messages(file_of(document)) == [
        "1: warning: C is right in 4 of 4 single choices: move some right options.",
        "1: warning: the right option is the longest in 4 of 4 single choices: change some lengths.",
    ]


def test_half_of_the_items_is_no_habit(file_of, document):
    singles = [item for item in document["items"] if item["kind"] == "single"]
    for item in singles[:2]:
        next(option for option in item["options"] if option["correct"])["text"] += " and more"
    assert lint([file_of(document)]) == []


def test_too_few_questions_are_advice(file_of, document):
    document["items"] = document["items"][1:4]
    assert messages(file_of(document)) == [
        "1: warning: a chapter needs at least 12 questions, this one has 3.",
        "1: warning: a chapter needs at least 3 pretest questions, this one has 0.",
    ]


def test_a_count_in_the_stem_is_advice(file_of, document):
    document["items"][1]["stem"] = "Which are so? (Choose two.)"
    (found,) = lint([file_of(document)])
    assert found.level == "warning"
    assert 'the stem says "Choose two"' in found.message


def test_all_problems_of_a_file_are_told_at_once_and_each_once(file_of, document):
    document["items"][0]["objective"] = 4.1
    document["items"][3]["options"][1]["text"] = True
    document["items"][5]["bagde"] = document["items"][5].pop("badge")
    found = messages(file_of(document))
    assert len(found) == 4
    assert 'disks-01: "objective" needs text, got the number 4.1: put it in quotes.' in found[0]
    assert 'disks-04: option 2: "text" needs text, got true' in found[1]
    assert {found[2].split(": ", 1)[1], found[3].split(": ", 1)[1]} == {
        'disks-06: "badge" is missing.',
        'disks-06: "bagde" is not a field here. Did you mean badge?',
    }


def test_a_key_that_stands_twice(file_of, document):
    text = yaml.safe_dump(document, sort_keys=False)
    first = text.index("  rule:")
    path = file_of(text[:first] + "  rule: An earlier rule.\n" + text[first:])
    (found,) = lint([path])
    assert found.message == '"rule" stands twice here; YAML keeps only the last one.'
    assert path.read_text().splitlines()[found.line - 1].startswith("  rule:")


def test_broken_yaml_is_one_problem_beside_the_others(file_of, document):
    good = file_of(document)
    broken = file_of("a: [1\n", "04-broken.yaml")
    (found,) = lint([good, broken])
    assert (found.file, found.line) == (str(broken), 2)
    assert found.message.startswith("this is not valid YAML")


def test_problems_across_files(file_of, document):
    first = file_of(document)
    other = copy.deepcopy(document)
    for item in other["items"]:
        item["id"] = item["id"].replace("disks", "copies")
    second = file_of(other, "03-copies.yaml")
    found = [problem.message for problem in lint([first, second])]
    assert sum("has the same uuid as disks-" in one for one in found) == 12
    assert sum("has the same stem as disks-" in one for one in found) == 12
    assert sum(one.startswith("chapter 03 has two files") for one in found) == 1


def test_folders_files_and_what_is_neither(file_of, document, tmp_path):
    path = file_of(document)
    assert report([tmp_path]).files == report([path, tmp_path]).files == 1
    with pytest.raises(InvalidInputError, match="there is no such file"):
        lint([tmp_path / "none.yaml"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidInputError, match="no question files"):
        lint([tmp_path / "empty"])


def test_a_bad_file_name(file_of, document):
    (found,) = lint([file_of(document, "disks.yaml")])
    assert "needs a file name such as 02-sizing.yaml" in found.message


def test_without_jsonschema_it_says_so_once_and_still_finds_problems(file_of, document, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "jsonschema", None)
    document["items"][0]["level"] = 7
    found = report([file_of(document), file_of(document, "04-disks.yaml")])
    assert len(found.notices) == 1
    assert found.notices[0].startswith("jsonschema is not installed")
    assert any('"level" is 7' in problem.message for problem in found.problems)


def test_proofs_run_only_when_asked_for(file_of, document, monkeypatch):
    from azstudy.quiz import proofs

    called = []
    monkeypatch.setitem(proofs.PROOFS, "spy", lambda value: called.append(value) or value)
    document["items"][0]["proof"] = [{"call": "spy", "args": {"value": 4}, "expect": 5}]
    path = file_of(document)
    assert lint([path]) == []
    assert called == []
    assert messages(path, proofs=True) == ["5: disks-01: proof: spy returned 4; the question says 5."]
    assert called == [4]


# The published schema and azstudy's own reader must agree on every document.

WORDS = [
    "",
    " ",
    "A",
    "F",
    "yes",
    "2%",
    "any",
    "exact",
    "4.1",
    "9.9",
    "exam",
    "single",
    "numeric",
    "2026-02",
    "a\nb",
    "03",
    "tag-1",
]
PLAIN = [None, True, False, -1, 0, 1, 2, 2.0, 7, 0.5, 4.1, 1e9, *WORDS]
NESTED = [
    [],
    {},
    ["a"],
    ["a", True],
    [""],
    list("abcd"),
    [{}],
    {"key": "A"},
    {"call": "fits"},
    [{"call": "fits", "expect": None}],
]
FIELDS = ["choose", "tolerance", "misconception", "extra", "proof", "expect"]


def places(value, at=()):
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*at, index))


@pytest.fixture(scope="module")
def schema():
    import jsonschema

    found = json.loads((ROOT / "quizzes" / "schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def pick(data, choices):
    return choices[data.draw(st.integers(0, len(choices) - 1))]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_schema_and_reader_accept_the_same_documents(schema, small_chapter, tmp_path_factory, data):
    document = small_chapter()
    for _ in range(data.draw(st.integers(0, 2))):
        place = pick(data, [one for one in places(document) if one])
        action = pick(data, ["replace", "delete", "add"])
        value = copy.deepcopy(pick(data, [*PLAIN, *NESTED]))
        target = document
        for step in place[:-1]:
            target = target[step]
        if action == "replace":
            target[place[-1]] = value
        elif action == "delete":
            del target[place[-1]]
        elif isinstance(target, dict):
            target[pick(data, FIELDS)] = value
    path = tmp_path_factory.getbasetemp() / "03-disks.yaml"
    path.write_text(yaml.dump(document, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper)), encoding="utf-8")
    draft = read_draft(path)
    own = [note.message for note in draft.notes if not re.search(r"file name|ids in this file", note.message)]
    schemas = [error.message for error in schema.iter_errors(draft.raw)]
    assert bool(own) == bool(schemas), (own, schemas[:3], path.read_text())
