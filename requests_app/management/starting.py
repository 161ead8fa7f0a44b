"""How a command starts that serves no pages."""

from __future__ import annotations

from typing import Any

from django.core.checks import Tags
from django.core.checks.registry import registry
from django.core.management.base import BaseCommand


class WithoutPages(BaseCommand):
    """A command on rows or files. At its start is checked what is for any other, but for signing in
    and the addresses of the pages: to read all of them takes as long as the rest of the start."""

    def get_check_kwargs(self, options: dict[str, Any]) -> dict[str | None, Any]:
        return {"tags": registry.tags_available() - {Tags.urls}}
