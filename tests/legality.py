"""What rule tests share: made-up facts of a few sizes and regions, and one word for what a rule says of a design."""

import datetime

from azstudy.errors import UnknownNameError
from azstudy.model.design import Design
from azstudy.model.facts import Region
from azstudy.model.size import VmSize
from azstudy.model.vm import VirtualMachine
from azstudy.rules import Facts, find_rule, review

LEGAL, ILLEGAL, UNKNOWN = "legal", "illegal", "unknown"
TODAY = datetime.date(2026, 11, 22)


class Book:
    """Facts of exactly these sizes and regions; `offered` lists (size, region) pairs, None where nothing is known."""

    def __init__(self, sizes, regions, offered):
        self.sizes = {size.name.casefold(): size for size in sizes}
        self.regions = {region.name: region for region in regions}
        self.pairs = offered

    def size(self, name):
        try:
            return self.sizes[str(name).casefold()]
        except KeyError:
            raise UnknownNameError("VM size", name) from None

    def region(self, name):
        try:
            return self.regions[name]
        except KeyError:
            raise UnknownNameError("region", name) from None

    def offered(self, size, region):
        return None if self.pairs is None else (size, region) in self.pairs


def size(name="Standard_D4s_v5", **facts):
    """A size of which nothing is known but what is given."""
    return VmSize(**{"name": name, "series": "Dsv5", **facts})


def region(name="westeurope", zones=3):
    """A region with so many zones."""
    return Region(name=name, display=name, geography="Earth", zones=zones)


def facts(*sizes, regions=(), offered=None, on=TODAY):
    """A bundle of facts; without regions, West Europe with three zones and Canada East with none."""
    book = Book(sizes, regions or (region(), region("canadaeast", 0)), offered)
    return Facts(sizes=book, regions=book, on=on)


NOTHING_KNOWN = Facts()


def vm(name="vm", size="D4s_v5", **fields):
    """A VM; its name and size do not matter unless given."""
    return VirtualMachine(name, size, **fields)


def design(*resources, region="westeurope"):
    """A design in West Europe unless told."""
    return Design("design", resources, region=region)


def verdict(rule_id, resources, known=None):
    """What one rule says of a design made of these resources: legal, illegal or unknown."""
    whole = resources if isinstance(resources, Design) else design(*resources)
    found = review(whole, facts(size()) if known is None else known, rules=[find_rule(rule_id)])
    if found.violated:
        return ILLEGAL
    return UNKNOWN if found.not_checked else LEGAL


def uncovered(cases, rules):
    """Rules without a legal or an illegal case; without an unknown one where they ask for facts."""
    seen = {(rule_id, word) for rule_id, word, *_ in cases}
    missing = []
    for rule in rules:
        names = rule.check.__code__.co_names
        words = [LEGAL]
        words += [ILLEGAL] if "Breach" in names else []
        words += [UNKNOWN] if "NotChecked" in names else []
        missing += [(rule.id, word) for word in words if (rule.id, word) not in seen]
    return missing


def of_modules(rules, *names):
    """The rules written in these modules."""
    return [rule for rule in rules if rule.check.__module__.rsplit(".", 1)[-1] in names]
