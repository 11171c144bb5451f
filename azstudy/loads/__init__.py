"""Load curves: bundled traces of real systems, generators with a seed, and a learner's own file.

Names are loaded when first used.
"""

from typing import Final

from azstudy._lazy import lazily

_FACE: Final[dict[str, str]] = {}
__getattr__, __dir__ = lazily(__name__, _FACE)
