"""Addresses of the log for programs. A change that would break a program needs a ``v2``."""

from django.urls import include, path

from requests_app.views.api.page import api_page
from requests_app.views.api.service import addresses

urlpatterns = [
    path("", api_page, name="api"),
    path("v1/", include(addresses())),
]
