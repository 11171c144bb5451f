"""Load curves: bundled traces of real systems, generators with a seed, and a learner's own file.

Names are loaded when first used.

>>> from azstudy import loads
>>> loads.office_hours().peak
1500.0
"""

from typing import TYPE_CHECKING, Final

from azstudy._lazy import lazily

if TYPE_CHECKING:
    from azstudy.loads.bundled import Trace as Trace
    from azstudy.loads.bundled import trace as trace
    from azstudy.loads.bundled import traces as traces
    from azstudy.loads.generators import constant as constant
    from azstudy.loads.generators import daily_cycle as daily_cycle
    from azstudy.loads.generators import noisy as noisy
    from azstudy.loads.generators import office_hours as office_hours
    from azstudy.loads.generators import ramp as ramp
    from azstudy.loads.generators import spike as spike
    from azstudy.loads.generators import steps as steps
    from azstudy.loads.load import Load as Load
    from azstudy.loads.reading import read_csv as read_csv

_FACE: Final[dict[str, str]] = {
    "Load": "azstudy.loads.load",
    "Trace": "azstudy.loads.bundled",
    "constant": "azstudy.loads.generators",
    "daily_cycle": "azstudy.loads.generators",
    "noisy": "azstudy.loads.generators",
    "office_hours": "azstudy.loads.generators",
    "ramp": "azstudy.loads.generators",
    "read_csv": "azstudy.loads.reading",
    "spike": "azstudy.loads.generators",
    "steps": "azstudy.loads.generators",
    "trace": "azstudy.loads.bundled",
    "traces": "azstudy.loads.bundled",
}
__getattr__, __dir__ = lazily(__name__, _FACE)
