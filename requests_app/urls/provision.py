"""Provisions in addresses: what stands after /library/ and in the annex of a case."""

from __future__ import annotations

import re

from django.urls import register_converter

from exemptions.catalogue import Provision, catalogue


class ProvisionConverter:
    """``31(1)(a)`` is ``31-1-a`` in an address; a view is given the provision itself."""

    regex = "[a-z0-9-]+"

    def to_python(self, slug: str) -> Provision:
        for provision in catalogue().values():
            if self.to_url(provision) == slug:
                return provision
        raise ValueError(slug)

    def to_url(self, provision: Provision | str) -> str:
        """A citation will do, also an alias such as ``40(2)``."""
        if isinstance(provision, str):
            if provision not in catalogue():
                raise ValueError(provision)
            provision = catalogue()[provision]
        return re.sub(r"[^a-z0-9]+", "-", provision.cite.lower()).strip("-")


register_converter(ProvisionConverter, "provision")
