"""The world in which unit tests, doctests and notebooks run: bundled data, no recording, nobody's own folder.

It stands at the root because doctests in azstudy/ and notebooks lie outside tests/. Environment
variables are set while pytest starts, before any notebook kernel does.
"""

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).resolve().parent


def pytest_configure(config):
    """Set the environment that every test and every notebook kernel inherits."""
    home = tempfile.mkdtemp(prefix="azstudy-tests-")
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    os.environ.update(
        AZSTUDY_HOME=home,
        AZSTUDY_DATA="bundled",
        AZSTUDY_RECORD="off",
        JUPYTER_PLATFORM_DIRS="1",
        IPYTHONDIR=str(Path(home, "ipython")),
    )
    for name in ("AZSTUDY_REFRESH_URL", "FORCE_COLOR", "NO_COLOR", "COLUMNS"):
        os.environ.pop(name, None)
    sanitize = config.getoption("nbval_sanitize_with", default=None)
    if sanitize:
        config.option.nbval_sanitize_with = str(ROOT / sanitize)


settings.register_profile("azstudy", deadline=None, print_blob=True)
settings.register_profile("ci", parent=settings.get_profile("azstudy"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "azstudy")
