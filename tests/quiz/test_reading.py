"""Broken question files: one clear message with file and line, whatever is broken."""

import pytest

from azstudy.errors import QuizError, UnknownNameError
from azstudy.quiz import Bank
from azstudy.quiz.reading import line_of, load, place_words, repeated_keys


def test_yaml_that_is_not_yaml_names_file_and_line(file_of):
    path = file_of('schema: 1\nchapter: "03"\ntitle: "an open quote\nitems: []\n')
    with pytest.raises(QuizError, match=rf"^{path}:\d: this is not valid YAML: .*\.$"):
        Bank(path.parent).chapter("03")


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb: [1, 2\nc: 3\n", 3), ("a: 1\n\tb: 2\n", 2), ("a: 1\nb: \x07\n", 2), ("a: &x [*x, *y]\n", 1)],
)
def test_the_line_of_broken_yaml(file_of, text, line):
    path = file_of(text)
    with pytest.raises(QuizError) as caught:
        Bank(path.parent).chapter("03")
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_bytes_that_are_not_text_name_the_line(tmp_path):
    path = tmp_path / "03-disks.yaml"
    path.write_bytes(b"schema: 1\ntitle: caf\xe9\n")
    with pytest.raises(QuizError, match=rf"^{path}:2: this is not UTF-8 text\."):
        Bank(tmp_path).chapter("03")


def test_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "03-disks.yaml").mkdir()
    with pytest.raises(QuizError, match=r"03-disks\.yaml: the question file cannot be read"):
        Bank(tmp_path).chapter("03")


@pytest.mark.parametrize("text", ["", "just text", "[1, 2]", "42"])
def test_a_file_that_is_no_chapter(file_of, text):
    path = file_of(text)
    with pytest.raises(QuizError, match=rf"^{path}:1: needs fields, got "):
        Bank(path.parent).chapter("03")


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "true", "False"])
def test_the_yaml_boolean_trap(file_of, document, word):
    import yaml

    text = yaml.safe_dump(document, sort_keys=False).replace("text: Option B of 1\n", f"text: {word}\n")
    path = file_of(text)
    line = text[: text.index(f"text: {word}")].count("\n") + 1
    with pytest.raises(QuizError) as caught:
        Bank(path.parent).item("disks-01")
    assert str(caught.value).startswith(f'{path}:{line}: disks-01: option 2: "text" needs text, got ')
    assert "put it in quotes" in str(caught.value)


def test_the_same_word_in_quotes_is_text(file_of, document):
    document["items"][0]["options"][1]["text"] = "yes"
    path = file_of(document)
    assert "'yes'" in path.read_text()
    assert Bank(path.parent).item("disks-01").body.options[1].text == "yes"


def test_an_unquoted_date_stays_text(file_of, document):
    import yaml

    text = yaml.safe_dump(document, sort_keys=False).replace("'2026-03-05'", "2026-03-05")
    assert Bank(file_of(text).parent).item("disks-01").source.date == "2026-03-05"


def change(document, place, value):
    target = document
    for step in place[:-1]:
        target = target[step]
    if value is KeyError:
        del target[place[-1]]
    else:
        target[place[-1]] = value


ONE = ("items", 0)


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (("schema",), 2, '"schema" is 2; allowed: 1.'),
        (("schema",), KeyError, '"schema" is missing.'),
        (("chapter",), 3, '"chapter" needs text, got the number 3: put it in quotes.'),
        (("chapter",), "04", '"chapter" is "04", but the file name says "03".'),
        (("title",), " ", "\"title\" needs text on one line, got ' '."),
        (("items",), "none", "\"items\" needs a list, got 'none'."),
        (("items",), [], '"items" needs at least 1 entries, got 0.'),
        ((*ONE,), "text", "item 1: needs fields, got 'text'."),
        ((*ONE, "id"), "sizing-01", 'sizing-01: "id" is "sizing-01"; ids in this file begin with "disks-".'),
        ((*ONE, "id"), "Disks 1", "needs a slug and two digits, such as sizing-03"),
        ((*ONE, "id"), KeyError, 'item 1: "id" is missing.'),
        ((*ONE, "uuid"), "1234", "needs a version 4 UUID in lower case"),
        ((*ONE, "kind"), "singel", "\"kind\" is 'singel'; allowed: single, multiple, numeric. Did you mean single?"),
        ((*ONE, "kind"), KeyError, 'disks-01: "kind" is missing.'),
        ((*ONE, "role"), "exam", "\"role\" is 'exam'; allowed: pretest, quiz."),
        ((*ONE, "badge"), True, '"badge" needs text, got true'),
        ((*ONE, "level"), 4, '"level" is 4; allowed: 1, 2, 3.'),
        ((*ONE, "level"), True, '"level" is true; allowed: 1, 2, 3.'),
        ((*ONE, "objective"), 4.1, '"objective" needs text, got the number 4.1: put it in quotes.'),
        ((*ONE, "objective"), "9.9", '"objective" needs an objective such as "4.1", or exam'),
        ((*ONE, "stem"), None, '"stem" needs text, got nothing.'),
        ((*ONE, "hint"), "one", "\"hint\" needs a list, got 'one'."),
        ((*ONE, "hint"), list("abcd"), '"hint" needs 1 to 3 entries, got 4.'),
        ((*ONE, "hint"), ["x", 5], "hint 2 needs text, got the number 5: put it in quotes."),
        ((*ONE, "rule"), "two\nlines", '"rule" needs text on one line'),
        ((*ONE, "source"), "a page", "\"source\" needs fields, got 'a page'."),
        ((*ONE, "source"), KeyError, '"source" is missing.'),
        ((*ONE, "source", "date"), "5 March 2026", '"source": "date" needs an ISO date such as 2026-03-05'),
        ((*ONE, "source", "date"), "2026-13", '"source": "date" needs an ISO date'),
        ((*ONE, "sorce"), "x", '"sorce" is not a field here. Did you mean source?'),
        ((*ONE, "choose"), "any", '"choose" is not a field here.'),
        ((*ONE, "options"), [], '"options" needs 3 to 5 entries, got 0.'),
        ((*ONE, "options", 0, "why"), KeyError, 'disks-01: option 1: "why" is missing.'),
        ((*ONE, "options", 0, "misconception"), KeyError, 'option 1: "misconception" is missing: a wrong option names'),
        ((*ONE, "options", 1, "misconception"), "tag", 'option 2: "misconception" belongs to wrong options only.'),
        ((*ONE, "options", 0, "misconception"), "Not a tag", "needs a tag such as burst-is-free"),
        ((*ONE, "options", 0, "correct"), "no", "option 1: \"correct\" needs true or false, got 'no'."),
        ((*ONE, "options", 0, "key"), "F", "needs one letter from A to E, got 'F'."),
        ((*ONE, "proof"), {"call": "fits"}, '"proof": "expect" is missing'),
        ((*ONE, "proof"), [{"call": "fits", "expect": 1, "args": [1]}], 'proof 1: "args" needs named values.'),
        (("items", 2, "answer"), "12", "disks-03: \"answer\" needs a number, got '12'."),
        (("items", 2, "answer"), True, '"answer" needs a number, got true.'),
        (("items", 2, "answer"), float("inf"), '"answer" needs a number, got inf.'),
        (("items", 2, "tolerance"), -1, '"tolerance" is -1; it cannot be negative.'),
        (("items", 2, "tolerance"), "some", 'needs a number, or text such as "2%"'),
        (("items", 2, "near_misses", 0, "why"), KeyError, 'near miss 1: "why" is missing.'),
        (("items", 2, "options"), [], '"options" is not a field here.'),
    ],
)
def test_every_broken_field_is_named_with_file_line_and_item(file_of, document, place, value, says):
    change(document, place, value)
    path = file_of(document)
    with pytest.raises(QuizError) as caught:
        Bank(path.parent).chapter("03")
    message = str(caught.value)
    assert says in message
    line = int(message.removeprefix(f"{path}:").split(":")[0])
    assert 1 <= line <= path.read_text().count("\n") + 1


def test_the_message_points_at_the_line_and_counts_the_rest(file_of, document):
    document["items"][3]["options"][2]["why"] = False
    document["items"][3]["level"] = 9
    path = file_of(document)
    text = path.read_text()
    with pytest.raises(QuizError) as caught:
        Bank(path.parent).chapter("03")
    assert str(caught.value).startswith(f"{path}:{text[: text.index('level: 9')].count(chr(10)) + 1}: disks-04: ")
    assert str(caught.value).endswith(f"(1 more: `azstudy quiz lint {path}` lists them.)")


def test_a_chapter_is_read_once_and_only_when_asked_for(file_of, document):
    good, broken = file_of(document), file_of("not: [valid", "04-other.yaml")
    bank = Bank(good.parent)
    assert bank.chapters() == ("03", "04")
    item = bank.item("disks-01")  # the broken neighbour is not looked at
    good.unlink()
    file_of(document)
    assert bank.item("disks-01") is item
    with pytest.raises(QuizError, match=r"04-other\.yaml:"):
        bank.chapter("04")
    assert broken.exists()


@pytest.mark.parametrize("name", ["03", 3, "3", "disks", "03-disks", " Disks "])
def test_a_chapter_by_any_name(bank, name):
    assert bank.chapter(name).title == "Disks"


def test_a_folder_without_questions(tmp_path):
    with pytest.raises(UnknownNameError, match="holds no question files"):
        Bank(tmp_path).chapter("03")
    with pytest.raises(QuizError, match="is not a folder of question files"):
        Bank(tmp_path / "none").item("disks-01")


def test_a_slug_may_have_hyphens(file_of, document):
    for item in document["items"]:
        item["id"] = item["id"].replace("disks", "start-here")
    bank = Bank(file_of(document, "03-start-here.yaml").parent)
    assert bank.item("start-here-02").chapter == "03"


def test_lines_and_places():
    text = "items:\n  - id: x\n    why: a\n    why: b\n  - {id: y, why: c}\n"
    assert [line_of(text, place) for place in [(), ("items",), ("items", 0, "why"), ("items", 1, "id")]] == [1, 1, 3, 5]
    assert list(repeated_keys(text)) == [(4, "why")]
    assert place_words(("items", 0, "near_misses", 1, "value")) == 'near miss 2: "value"'
    assert place_words(("title",)) == '"title"'


def test_yaml_may_not_build_objects(tmp_path):
    with pytest.raises(QuizError, match="not valid YAML"):
        load("!!python/object/apply:os.getcwd []", tmp_path / "03-x.yaml")
