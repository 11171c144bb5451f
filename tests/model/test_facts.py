from __future__ import annotations

import pytest

from azstudy.errors import UnknownNameError
from azstudy.model.facts import OperatingSystem, Price, Term


@pytest.mark.parametrize(
    ("given", "term"),
    [
        ("payg", Term.PAYG),
        ("Pay-as-you-go", Term.PAYG),
        ("RESERVATION-3Y", Term.RESERVATION_3Y),
        ("ri 1y", Term.RESERVATION_1Y),
        ("savings_plan_1y", Term.SAVINGS_PLAN_1Y),
        (Term.SPOT, Term.SPOT),
    ],
)
def test_terms_forgive_case_hyphens_and_aliases(given: str, term: Term) -> None:
    assert Term.parse(given) is term


def test_an_unknown_term_lists_the_allowed_ones() -> None:
    with pytest.raises(UnknownNameError, match=r"'reserved'.*Allowed: payg, spot"):
        Term.parse("reserved")
    with pytest.raises(UnknownNameError, match=r"operating system 'linus'. Did you mean linux"):
        OperatingSystem.parse("linus")


def test_a_commitment_knows_its_years() -> None:
    assert [term.years for term in Term] == [0, 0, 1, 3, 1, 3]
    assert [term.committed for term in Term] == [False, False, True, True, True, True]


def test_a_price_is_compute_plus_licence() -> None:
    assert Price(compute_usd_per_hour=0.1, licence_usd_per_hour=0.2).usd_per_hour == 0.3
