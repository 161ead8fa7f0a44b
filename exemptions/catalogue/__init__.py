"""Every provision that an answer can rely on, read from data files and validated at start."""

from exemptions.catalogue.loader import catalogue, load_catalogue
from exemptions.catalogue.provision import Catalogue, Guidance, Kind, Provision, UnknownProvision

__all__ = [
    "Catalogue",
    "Guidance",
    "Kind",
    "Provision",
    "UnknownProvision",
    "catalogue",
    "load_catalogue",
]
