"""Gives Django a secret key and a data folder for this test run; pytest loads it first of all.

The tests' data must never be those of a portal that runs from this folder, so whatever the
environment says about the portal is forgotten here, before Django reads its settings.
"""

from __future__ import annotations

import os
import shutil
import tempfile

from hypothesis import HealthCheck, settings

# On a machine that does other work besides, drawing examples may be slow; that is no fault.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")

for name in [name for name in os.environ if name.startswith("FOI_")]:
    del os.environ[name]
DATA_DIR = tempfile.mkdtemp(prefix="foi-tests-")
os.environ["FOI_DATA_DIR"] = DATA_DIR
# One folder for all processes of a run: the first of them, which starts the others, chooses it.
SHARED_DIR = os.environ.setdefault("PORTAL_TESTS_SHARED_DIR", DATA_DIR)
# The addresses of the tests lead nowhere; the tests of links have a server of their own.
os.environ["FOI_CHECK_LINKS"] = "0"
os.environ["FOI_SECRET_KEY"] = "only-for-tests-" * 4
# The tests of the second factor ask for it themselves.
os.environ["FOI_REQUIRE_SECOND_FACTOR"] = "0"
# One test asks for more than a person would; the tests of the limits set their own.
for name in ("SEARCHES", "UPLOADS", "DOCUMENTS"):
    os.environ[f"FOI_LIMIT_{name}"] = "0"


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA_DIR, ignore_errors=True)
