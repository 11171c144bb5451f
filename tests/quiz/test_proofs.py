"""The table of proofs: plain values in, plain values out, and a wrong fact is caught."""

import pytest

from azstudy.errors import QuizError, UnknownNameError
from azstudy.quiz import Bank
from azstudy.quiz.item import Proof
from azstudy.quiz.proofs import PROOFS, call, prove, same


def run(name, /, **args):
    return call(Proof(call=name, args=args))


def test_the_table_is_what_the_page_for_writers_says():
    from pathlib import Path

    page = (Path(__file__).resolve().parents[2] / "docs" / "quiz-format.md").read_text(encoding="utf-8")
    told = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    assert PROOFS.keys() <= told


def test_sizes_that_fit():
    assert run("fits", size="D4s_v5", vcpus=4, memory_gib=16) is True
    assert run("fits", size="D4s_v5", vcpus=8) is False
    assert run("rejected_because", size="D4s_v5", vcpus=8, memory_gib=64) == ["memory_gib", "vcpus"]
    assert run("rejected_because", size="standard_d4s_v5", vcpus=4) == []
    assert run("count_fitting", vcpus=4) > run("count_fitting", vcpus=4, memory_gib=64) > 0


def test_the_cheapest_size_is_the_cheapest_of_all_that_fit():
    from azstudy.catalog.sizing import find_sizes

    found = run("cheapest_size", vcpus=4, memory_gib=16, family="D")
    ranked = find_sizes(vcpus=4, memory_gib=16, family="D").ranked()
    assert f"Standard_{found}" == min(ranked, key=lambda offer: offer.usd_per_month).size
    assert run("cheapest_size", vcpus=4, memory_gib=16, budget_usd_per_month=0.01) is None


def test_costs_follow_hours_terms_and_licences():
    where = {"size": "D4s_v5", "region": "westeurope"}
    month = run("monthly_cost", **where)
    assert run("monthly_cost", **where, hours=365) == pytest.approx(month / 2, abs=0.01)
    windows = run("monthly_cost", **where, os="windows")
    assert windows > month
    assert run("monthly_cost", **where, os="windows", hybrid_benefit=True) == month
    committed = run("monthly_cost", **where, term="reservation_3y")
    assert committed < month
    assert run("monthly_cost", **where, term="reservation_3y", hours=10) == committed  # paid, used or not
    assert run("cheaper_of", sizes=["D8s_v5", "D4s_v5"], region="westeurope") == "D4s_v5"


def test_break_even_is_where_both_cost_the_same():
    where = {"size": "D4s_v5", "region": "westeurope"}
    hours = run("break_even_hours", **where, term="reservation_3y")
    assert run("monthly_cost", **where, hours=hours) == pytest.approx(
        run("monthly_cost", **where, term="reservation_3y"), rel=1e-3
    )


def test_names_and_fields():
    assert run("size_part", name="E8-4ads_v5", part="constrained_vcpus") == 4
    assert run("size_part", name="Standard_D4s_v5", part="accelerator") is None
    assert run("size_field", size="D4s_v5", field="memory_gib") == 16
    assert run("size_field", size="D4s_v5", field="burstable") is False


@pytest.mark.parametrize(("vcpus", "cores"), [(1, 8), (8, 8), (9, 9), (64, 64)])
def test_hybrid_benefit_cores(vcpus, cores):
    assert run("ahb_cores", vcpus=vcpus) == cores


def test_designs_that_azure_refuses():
    log = {"kind": "DataDisk", "name": "log", "size_gib": 256, "type": "Premium SSD v2"}
    vm = {"kind": "VirtualMachine", "name": "db", "size": "E8s_v5", "zone": 1, "data_disks": [log]}
    assert run("refused_because", resources=[vm]) == []
    cached = {**vm, "data_disks": [{**log, "caching": "ReadOnly"}]}
    assert run("refused_because", resources=[cached]) == ["disk-07"]
    assert run("refused_because", resources=[{**cached, "zone": None}]) == ["disk-07", "disk-20"]
    assert run("refused_because", resources=[{**vm, "zone": None}], region="ukwest") == []


def test_defaults_and_power_states():
    assert run("noun_default", kind="OsDisk", field="caching") == "ReadWrite"
    assert run("noun_default", kind="DataDisk", field="caching") == "None"
    assert run("noun_default", kind="ScaleSet", field="instances") == 2
    assert [run("compute_billed", state=state) for state in ("running", "Stopped", "Deallocated")] == [
        True,
        True,
        False,
    ]
    with pytest.raises(QuizError, match=r"DataDisk\.name has no default"):
        run("noun_default", kind="DataDisk", field="name")
    with pytest.raises(UnknownNameError, match="Did you mean caching"):
        run("noun_default", kind="OsDisk", field="cachin")


def test_calls_that_cannot_be_made():
    with pytest.raises(QuizError, match=r"There is no proof called 'fit'\. Did you mean fits\?"):
        run("fit", size="D4s_v5")
    with pytest.raises(QuizError, match=r"The proof 'ahb_cores' cannot be called with \{'cores': 4\}"):
        run("ahb_cores", cores=4)
    with pytest.raises(UnknownNameError, match=r"Unknown field 'memory'"):
        run("size_field", size="D4s_v5", field="memory")
    with pytest.raises(UnknownNameError):
        run("size_field", size="D4s_v5", field="__class__")
    with pytest.raises(QuizError, match="is not a plain value"):
        run("size_part", name="D4s_v5", part="parse")


@pytest.mark.parametrize(
    ("returned", "expected", "equal"),
    [
        (8, 8.0, True),
        (140.16, 140.16000000001, True),
        (140.16, 140.17, False),
        (True, True, True),
        (True, 1, False),
        ("8", 8, False),
        (("a", 1), ["a", 1.0], True),
        (["a"], ["a", "b"], False),
        (None, None, True),
        (None, False, False),
    ],
)
def test_plain_values_are_compared_strictly(returned, expected, equal):
    assert same(returned, expected) is equal


@pytest.mark.parametrize(("expect", "ok"), [(4, True), (5, False)])
def test_a_question_with_a_wrong_fact_is_caught(file_of, document, expect, ok):
    args = {"size": "D4s_v5", "field": "vcpus"}
    document["items"][0]["proof"] = {"call": "size_field", "args": args, "expect": expect}
    (proved,) = prove(Bank(file_of(document).parent).item("disks-01"))
    assert (proved.ok, proved.returned) == (ok, 4)
    assert ok or proved.problem == "size_field returned 4; the question says 5."


@pytest.mark.parametrize(("answer", "ok"), [(8, True), (9, False)])
def test_a_number_without_expect_is_compared_with_the_answer(file_of, document, answer, ok):
    fields = {"answer": answer, "tolerance": 0, "proof": {"call": "ahb_cores", "args": {"vcpus": 2}}}
    document["items"][2].update(fields)
    (proved,) = prove(Bank(file_of(document).parent).item("disks-03"))
    assert (proved.ok, proved.returned) == (ok, 8)


def test_a_proof_that_fails_is_not_ok_and_raises_nothing(file_of, document):
    document["items"][0]["proof"] = [{"call": "size_field", "args": {"size": "D5000", "field": "vcpus"}, "expect": 4}]
    (proved,) = prove(Bank(file_of(document).parent).item("disks-01"))
    assert not proved.ok
    assert "Unknown" in proved.problem
