"""Proofs about galleries: each answers as the models do, and says no where a question is put wrongly."""

import pytest

from azstudy.errors import UnknownNameError
from azstudy.quiz.proofs import gallery


def test_images_that_differ_in_what_is_fixed_need_their_own_definition():
    linux = {"os": "Linux", "generation": "V2"}
    assert gallery.definitions_needed([linux, {"os": "Windows", "generation": "V2"}]) == 2
    assert gallery.definitions_needed([linux, {**linux, "description": "May", "min_vcpus": 2}]) == 1


def test_a_field_left_out_is_the_default():
    assert gallery.definitions_needed([{"os": "Linux"}, {"os": "Linux", "generation": "V2"}]) == 1


def test_applications_that_are_too_many_are_refused():
    many = [{"name": f"app-{number}"} for number in range(26)]
    assert gallery.vm_applications(many[:25], ask="refused") is False
    assert gallery.vm_applications(many, ask="refused") is True


def test_an_application_of_another_region_is_refused():
    there = [{"name": "shop", "regions": ["northeurope"]}]
    assert gallery.vm_applications(there, ask="refused", region="westeurope") is True
    assert gallery.vm_applications(there, ask="installed", region="northeurope") == ["shop"]


def test_a_build_that_is_refused_has_not_failed():
    told = {"source": {"os": "Windows"}, "definition": {"os": "Linux"}}
    assert gallery.image_build("refused", **told) is True
    assert gallery.image_build("failed", **told) is False
    assert gallery.image_build("version", **told) is None


def test_no_way_of_sharing_is_null():
    assert gallery.gallery_sharing("tenants", count=5) == "Groups"
    assert gallery.gallery_sharing("tenants", count=6) is None


@pytest.mark.parametrize("call", [lambda ask: gallery.vm_applications([], ask=ask), gallery.image_build])
def test_an_unknown_question_is_told_the_known_ones(call):
    with pytest.raises(UnknownNameError, match="Allowed: "):
        call("colour")
