"""Measures a whole portal: ``.venv/bin/python -m tests.speed WHAT [NUMBER …]``.

    click [CLICKS]                     from a click to the stored file, on an idle worker
    worker [ROUNDS [RENDERS]]          a worker of two processes beside two loops that only render
    public [ROUNDS [SECONDS]]          public pages, while the worker has an endless document
    staff_pages [CASES [QUESTIONS]]    the queries of every page as cases and questions grow

It needs what the tests need. All but the last run web, worker, PostgreSQL and Redis as processes
of their own. On a machine that others use only ratios mean anything, and those the less the busier
it is; how busy it was is printed.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from pathlib import Path

import django

import tests.environment  # noqa: F401 - first of all: what the environment says is forgotten
from tests.servers import new_database, postgres, redis_server, running_product

WITH_A_PORTAL = {"click", "worker", "public"}


def main(what: str, *numbers: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foi_portal.settings")
    asked = [int(number) for number in numbers]
    if what not in WITH_A_PORTAL:
        django.setup()
        measure(what)(*asked)
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres() as cluster,
        redis_server() as redis,
        running_product(
            Path(folder) / "data", database_url=new_database(cluster), redis_url=redis, demo=True
        ) as product,
    ):
        # This process becomes one more of the portal's own: it reads and writes the same rows.
        os.environ.update(product.env)
        django.setup()
        measure(what)(product, *asked)


def measure(what: str):  # type: ignore[no-untyped-def]
    return importlib.import_module(f"tests.speed.{what}").main


if __name__ == "__main__":
    main(*sys.argv[1:])
