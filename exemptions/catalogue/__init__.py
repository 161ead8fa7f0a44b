"""Every provision that an answer can rely on, read from data files and validated at start."""

from exemptions.catalogue.loader import CatalogueError, catalogue, load_catalogue
from exemptions.catalogue.provision import Catalogue, Guidance, Provision, UnknownProvision

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Guidance",
    "Provision",
    "UnknownProvision",
    "catalogue",
    "load_catalogue",
]
