"""A bucket that nobody but the portal reads, on any server that speaks S3.

Reached by its name in the settings alone, because the library behind it is large.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, NoReturn

from botocore.config import Config
from storages.backends.s3 import S3Storage

# Seconds. A page that waits for a bucket keeps a web process, and a worker its lease.
CONNECT, READ = 2, 5


class PrivateBucket(S3Storage):  # type: ignore[misc]  # the library has no types
    """Its access is the bucket's own: no file is given rights, and none an address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.client_config = Config(
            connect_timeout=CONNECT,
            read_timeout=READ,
            retries={"total_max_attempts": 2},
            signature_version="s3v4",
            # Names of buckets below a host of one's own are seldom in its certificate.
            s3={"addressing_style": "path" if self.endpoint_url else "auto"},
            # Not every server knows the newer checksums; documents are held to their SHA-256.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )

    def get_default_settings(self) -> dict[str, Any]:
        """Whatever else Django's settings say of S3, it is not about these files."""
        fixed = {"location": "", "default_acl": None, "file_overwrite": True, "gzip": False}
        return {**super().get_default_settings(), **fixed}

    def url(self, name: str, *_: Any, **__: Any) -> NoReturn:
        raise RuntimeError("A file in the bucket has no address; the portal's pages have.")

    def ask(self) -> None:
        self._hasty_client.head_bucket(Bucket=self.bucket_name)

    @cached_property
    def _hasty_client(self) -> Any:
        """For the signs of life, which are asked for every few seconds."""
        hasty = Config(read_timeout=CONNECT, retries={"total_max_attempts": 1})
        return self._create_session().client(
            "s3",
            region_name=self.region_name,
            endpoint_url=self.endpoint_url,
            config=self.client_config.merge(hasty),
            verify=self.verify,
        )
