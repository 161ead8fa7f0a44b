"""The portal as real processes with a bucket that hangs: nobody waits for it, nothing is lost."""

from __future__ import annotations

import re
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.servers import Product, S3Server

pytestmark = pytest.mark.servers

PATIENCE = 180.0
RECORD = re.compile(r'href="(/disclosure-log/foi-[^/"]+/)"', re.IGNORECASE)
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def got(url: str) -> tuple[int, bytes]:
    try:
        with OPENER.open(url, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def when_published(product: Product) -> str:
    """The address of the demonstration's record, once the worker has made it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        _, page = got(f"{product.base_url}/disclosure-log/")
        if found := re.search(
            r'href="(/disclosure-log/foi-[^/"]+/)"', page.decode(), re.IGNORECASE
        ):
            return product.base_url + found[1]
        time.sleep(0.5)
    raise AssertionError("the record was not made")


def test_a_bucket_that_hangs_holds_up_neither_pages_nor_signs_of_life(
    product: Callable[..., Product], s3: S3Server
) -> None:
    name = f"foi-{uuid4().hex[:12]}"
    s3.client().create_bucket(Bucket=name)
    portal = product(demo=True, waiting=True, extra_env=s3.environment(name))
    record = when_published(portal)
    status, made = got(f"{record}response.pdf")
    assert (status, made[:5]) == (200, b"%PDF-")
    found = s3.client().list_objects_v2(Bucket=name)["Contents"]
    assert len(made) in {each["Size"] for each in found}

    s3.process.send_signal(signal.SIGSTOP)
    try:
        status, page = got(f"{record}response.pdf")
        assert (status, b"cannot be shown just now" in page) == (503, True)
        assert got(record)[0] == 200
        assert got(f"{portal.base_url}/healthz")[0] == 200
        status, says = got(f"{portal.base_url}/healthz?all")
        assert (status, b"PDFs cannot be read" in says) == (503, True)
    finally:
        s3.process.send_signal(signal.SIGCONT)
    assert got(f"{record}response.pdf") == (200, made)
    assert "0 faults, 0 left" in portal.manage("check_files").stdout
    told = portal.manage("backup", str(portal.folder / "foi.backup")).stdout
    assert "lie in the bucket and not in this file" in told
