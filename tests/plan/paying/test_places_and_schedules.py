"""Regions, schedules and constrained sizes: what they cost beside the obvious choice."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError, MissingPriceError
from azstudy.model.facts import Term


def test_regions_come_cheapest_first_against_home():
    found = az.plan.region_choice("D4s_v5", home="West Europe")
    costs = [place.usd_per_month for place in found.places]
    assert costs == sorted(costs)
    assert found.at("westeurope").against == 0
    for place in found.places:
        assert place.usd_per_month == az.price("D4s_v5", region=place.region)[0].usd_per_month
        assert place.against == pytest.approx(place.usd_per_month / 167.9 - 1, abs=1e-3)
    assert "home" in str(found)


def test_a_region_without_a_price_says_why():
    found = az.plan.region_choice("D4s_v5", zones=3)
    assert all(place.zones >= 3 for place in found.places)
    with pytest.raises(MissingPriceError, match="availability zones, 3 are needed"):
        found.at("westus")
    with pytest.raises(MissingPriceError, match="not a region"):
        found.at("atlantis")


def test_every_region_is_somewhere():
    found = az.plan.region_choice("D4s_v5")
    assert len(found.places) + len(found.not_there) == len(az.regions())


def test_deallocation_saves_compute_and_licence_but_not_disks():
    bill = az.plan.schedule("mon-fri 07-19", "D4s_v5", os="windows", disk_usd_per_month=21.68)
    assert bill.hours_per_month == pytest.approx(60 / 168 * 730)
    assert bill.always_on_usd == pytest.approx(0.414 * 730 + 21.68)
    assert bill.stopped_usd == bill.always_on_usd, "Stopped is billed like Running"
    assert bill.deallocated_usd == pytest.approx(0.414 * bill.hours_per_month + 21.68, abs=0.01)
    assert bill.saving_usd == pytest.approx(bill.always_on_usd - bill.deallocated_usd)
    assert any("disks" in line for line in bill.still_paid)
    assert "21.68" in str(bill)


def test_a_commitment_on_a_schedule_pays_every_hour():
    bill = az.plan.schedule("mon-fri 07-19", "D4s_v5")
    assert bill.committed_usd[Term.RESERVATION_3Y] == pytest.approx(62.11, abs=0.01)
    assert bill.cheapest == "deallocate, pay-as-you-go"
    assert az.plan.schedule("mon-fri 06-19", "D4s_v5").cheapest == "deallocate, 3-year reservation"


@pytest.mark.parametrize("usd", [-1, float("nan"), True])
def test_a_disk_price_that_makes_no_sense(usd):
    with pytest.raises(InvalidInputError, match="disk_usd_per_month"):
        az.plan.schedule(disk_usd_per_month=usd)


@pytest.mark.parametrize("name", ["E16-4s_v5", "E32-8s_v5", "E64-16s_v5"])
def test_a_constrained_size_costs_what_its_base_costs(name):
    found = az.plan.constrained(name, software_usd_per_core=10)
    assert found.compute_saved_usd == 0
    assert found.software_saved_usd == 10 * (found.base_vcpus - found.active_vcpus)
    assert not found.windows_cores.known


def test_only_constrained_sizes():
    with pytest.raises(InvalidInputError, match="not a constrained size"):
        az.plan.constrained("D4s_v5")
