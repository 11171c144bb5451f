"""What Azure allows: one small function a rule, and `review` that runs them all on a design.

Rules know the model and nothing else; what sizes and regions are like comes in as `Facts`.
"""

from azstudy.rules._frame import (
    Breach,
    Facts,
    Finding,
    NotChecked,
    Rule,
    Severity,
    State,
    all_rules,
    find_rule,
    path,
    rule,
)
from azstudy.rules._review import Review, review

__all__ = [
    "Breach",
    "Facts",
    "Finding",
    "NotChecked",
    "Review",
    "Rule",
    "Severity",
    "State",
    "all_rules",
    "find_rule",
    "path",
    "review",
    "rule",
]
