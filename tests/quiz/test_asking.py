import pytest

import azstudy as az
from azstudy.errors import UnknownNameError
from azstudy.quiz.bank import bundled

ITEMS = [item for chapter in ("00", "02") for item in bundled().chapter(chapter).items]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_a_question_shows_itself_and_keeps_its_answer(item):
    asked = az.question(item.id)
    for text in (asked.as_text(), asked.as_markdown()):
        assert item.stem in text
        assert item.id in text
        assert item.body.instruction in text
        assert item.rule not in text
        assert all(choice.text in text for field in item.body.form() for choice in field.choices)
        assert all(part.why not in text for part in item.body.parts())


def test_an_unknown_question_suggests_the_nearest():
    with pytest.raises(UnknownNameError, match="sizing-04"):
        az.question("sizing-4")
