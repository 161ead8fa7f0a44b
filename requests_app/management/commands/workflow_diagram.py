"""Prints the state machine as a Mermaid diagram; the README holds what it prints."""

from typing import Any

from django.core.management.base import BaseCommand

from requests_app.workflow import diagram


class Command(BaseCommand):
    help = "Print the states of a case and the verbs between them as a Mermaid diagram."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(diagram())
