"""Addresses of the wording library, by citation, and of the authority's particulars."""

from __future__ import annotations

import re

from django.urls import path, register_converter

from exemptions.catalogue import Provision, catalogue
from requests_app.views import holidays, library


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

urlpatterns = [
    path("", library.library, name="library"),
    path("particulars/", library.particulars, name="particulars"),
    path("particulars/new/", library.particulars_new, name="particulars-new"),
    path("bank-holidays/", holidays.bank_holidays, name="bank-holidays"),
    path("bank-holidays/add/", holidays.holiday_add, name="holiday-add"),
    path("bank-holidays/switch-off/", holidays.holiday_switch_off, name="holiday-switch-off"),
    path("bank-holidays/recompute/", holidays.holidays_recompute, name="holidays-recompute"),
    path("<provision:provision>/", library.wording, name="wording"),
    path("<provision:provision>/preview/", library.wording_preview, name="wording-preview"),
    path(
        "<provision:provision>/versions/<int:number>/",
        library.wording_version,
        name="wording-version",
    ),
]
