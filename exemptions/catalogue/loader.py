"""Reads the catalogue from its data files; a broken entry is told with its file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from exemptions.catalogue.provision import Catalogue, Guidance, Kind, Provision
from exemptions.data_files import DATA, DataFile, read_folder
from exemptions.facts import Facts, facts

PROVISIONS = DATA / "provisions"
SCHEMA = Path(__file__).with_name("section.schema.json")
# How likely the harm must be. The letter says which of two it is; the Regulations know one.
THRESHOLDS = MappingProxyType(
    {
        "prejudice": ("would", "would_be_likely"),
        "endanger": ("would", "would_be_likely"),
        "qp_opinion": ("would", "would_be_likely"),
        "adverse_effect": ("would",),
    }
)
# What these need or say is their own: a refusal to confirm is another decision than a refusal
# to give, so it takes none of the conditions and facts of the section's limbs (s2(1)).
OWN_ONLY = ("ncnd", "required_facts", "excludes", "purposes", "guidance")


@cache
def catalogue() -> Catalogue:
    """The catalogue that this program ships, read once."""
    return load_catalogue(PROVISIONS)


def load_catalogue(folder: Path = PROVISIONS, known_facts: Facts | None = None) -> Catalogue:
    """All provisions of the files of a folder. Raises BrokenData."""
    known = facts() if known_facts is None else known_facts
    places: dict[str, tuple[DataFile, int]] = {}
    provisions = []
    for file in read_folder(folder, SCHEMA):
        for index in range(len(file.content["limbs"])):
            law = _provision(file, index)
            _refuse_twins(law, file, index, places)
            provisions.append(law)
    found = Catalogue(provisions)
    for law in provisions:
        _check(law, found, known, *places[law.cite])
    return found


def _provision(file: DataFile, index: int) -> Provision:
    """A limb with the defaults of its section. What lies on neither is an error."""
    section: Mapping[str, Any] = file.content
    limb: Mapping[str, Any] = section["limbs"][index]
    kind = Kind(limb.get("kind", section.get("kind", Kind.EXEMPTION)))
    inherited = {
        name: value
        for name, value in section.items()
        if name != "limbs" and not (kind is Kind.NCND and name in OWN_ONLY)
    }
    merged = {**inherited, **limb}
    for name in ("type", "basis", "certainty", "guidance"):
        if name not in merged:
            raise file.broken(["limbs", index], f"{limb['cite']} has no {name}.")
    return Provision(
        cite=limb["cite"],
        kind=kind,
        section=section["section"],
        title=section["title"],
        label=limb["label"],
        heading=_heading(section, limb, kind),
        regime=section["regime"],
        type=merged["type"],
        basis=merged["basis"],
        thresholds=THRESHOLDS.get(merged["basis"], ()),
        weighing=merged.get("weighing", "full" if merged["type"] == "qualified" else "none"),
        guidance=Guidance(**merged["guidance"]),
        conditions=tuple(_conditions(section, limb, kind)),
        in_force_from=_date(file, index, "in_force_from"),
        in_force_to=_date(file, index, "in_force_to") if "in_force_to" in merged else None,
        certainty=merged["certainty"],
        **_optional(merged),
    )


def _optional(merged: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry may leave unsaid."""
    lists = ("required_facts", "aliases", "merges", "excludes")
    texts = ("ncnd", "check", "note", "only_for", "certificate", "historical")
    return {
        **{name: tuple(merged.get(name, ())) for name in lists},
        **{name: merged.get(name, "") for name in texts},
        **{name: MappingProxyType(merged.get(name, {})) for name in ("type_if", "purposes")},
        "falls_away_after_years": merged.get("falls_away_after_years"),
        "not_for_transferred_records": merged.get("not_for_transferred_records", False),
        "barred_for_emissions": merged.get("barred_for_emissions", False),
    }


def _heading(section: Mapping[str, Any], limb: Mapping[str, Any], kind: Kind) -> str:
    if "heading" in limb:
        return str(limb["heading"])
    unit = "Regulation" if section["regime"] == "eir" else "Section"
    title = limb.get("title", section["title"])
    # The heading says itself that nothing is confirmed: a reader may read no further.
    tail = " – neither confirm nor deny" if kind is Kind.NCND else ""
    return f"{unit} {limb['cite'].removeprefix('EIR ')}: {title}{tail}"


def _conditions(section: Mapping[str, Any], limb: Mapping[str, Any], kind: Kind) -> Iterator[str]:
    if kind is not Kind.NCND:
        yield from section.get("conditions", ())
    yield from limb.get("conditions", ())


def _date(file: DataFile, index: int, name: str) -> Any:
    on_limb = name in file.content["limbs"][index]
    return file.date_at(["limbs", index, name] if on_limb else [name])


def _refuse_twins(
    law: Provision, file: DataFile, index: int, places: dict[str, tuple[DataFile, int]]
) -> None:
    for name in (law.cite, *law.aliases, *law.merges):
        if name in places:
            raise file.broken(["limbs", index], f"{name} stands there twice.")
        places[name] = (file, index)


def _check(law: Provision, found: Catalogue, known: Facts, file: DataFile, index: int) -> None:
    """What an entry says of others, and of facts, must be so. Raises BrokenData."""
    place: list[str | int] = ["limbs", index]
    for name in law.required_facts:
        if name not in known:
            raise file.broken([*place, "required_facts"], f"there is no fact “{name}”.")
    if law.ncnd and (law.ncnd not in found or found[law.ncnd].kind is not Kind.NCND):
        raise file.broken(place, f"{law.cite} names {law.ncnd}, which is no refusal to confirm.")
    if law.certainty in ("K", "?") and not law.check:
        raise file.broken(place, f"{law.cite} is marked {law.certainty}: say what to check.")
