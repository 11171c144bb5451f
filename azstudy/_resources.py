"""Finds azstudy's files: bundled data, quizzes and notebooks, and the learner's own folder.

In a checkout the bundle is the repository itself; in an installed wheel it lies in
`azstudy/_bundle`. Nothing else in the package builds such a path.
"""

from __future__ import annotations

import os
from pathlib import Path

from azstudy.errors import DataError

_PACKAGE = Path(__file__).resolve().parent


def bundle_root() -> Path:
    """The folder that holds `data/`, `quizzes/` and `notebooks/`.

    Raises:
        DataError: When neither a checkout nor an installed bundle is there.
    """
    for root in (_PACKAGE / "_bundle", _PACKAGE.parent):
        if (root / "data" / "sizes.csv").is_file():
            return root
    raise DataError(
        f"azstudy's bundled data is missing: no data/sizes.csv in {_PACKAGE / '_bundle'} or {_PACKAGE.parent}. "
        "Reinstall azstudy, or run scripts/build_data.py in a checkout."
    )


def data_dir() -> Path:
    """The bundled `data/` folder."""
    return bundle_root() / "data"


def quizzes_dir() -> Path:
    """The bundled `quizzes/` folder."""
    return bundle_root() / "quizzes"


def notebooks_dir() -> Path:
    """The bundled `notebooks/` folder, originals that are never written to."""
    return bundle_root() / "notebooks"


def home_dir() -> Path:
    """The learner's own folder: refreshed prices, progress, settings. Not created here.

    `AZSTUDY_HOME` overrides the platform's usual place for user data.
    """
    override = os.environ.get("AZSTUDY_HOME")
    if override:
        return Path(override).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("azstudy", appauthor=False))


def use_bundled_only() -> bool:
    """True where refreshed prices are ignored (`AZSTUDY_DATA=bundled`), as in tests and answer keys."""
    return os.environ.get("AZSTUDY_DATA", "").strip().lower() == "bundled"
