"""The app of the law and its wording. It knows nothing of requests."""

from django.apps import AppConfig

from exemptions.catalogue import catalogue
from exemptions.dated import dated_values
from exemptions.factors import factor_bank
from exemptions.obsolete_citations import obsolete_citations
from exemptions.shipped_wording import shipped_wordings
from exemptions.trees import trees


class ExemptionsConfig(AppConfig):
    name = "exemptions"
    verbose_name = "Exemptions"

    def ready(self) -> None:
        # A broken entry must stop the start, not the first officer who claims it.
        catalogue()
        dated_values()
        obsolete_citations()
        shipped_wordings()
        trees()
        factor_bank()
