"""Everything that the portal needs to run may be used, passed on and sold with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
# As licence expressions, classifiers and older fields name them. The copyleft ones hold for the
# library itself, which is used as it is: LGPL and MPL.
ALLOWED = re.compile(
    r"""(?ix) MIT (-0|-CMU)? (\ License)? | (New\ )? BSD ([ -]License)? (-[23]-Clause)?
    | Apache ([ -]Software)? (-2\.0|\ License)? (\ 2\.0)? | PSF-2\.0 | PSFL
    | Python\ Software\ Foundation\ License
    | MPL-2\.0 | Mozilla\ Public\ License\ 2\.0\ \(MPL\ 2\.0\)
    | LGPL-3\.0-only | GNU\ Lesser\ General\ Public\ License\ v[23]\ or\ later\ \(LGPLv[23]\+\)"""
)
# Where no field names it so that a program can read it: as the files in the package say.
READ = {
    "fido2": "BSD-2-Clause",  # parts of others under Apache-2.0 and MPL-2.0
    "pypdfium2": "BSD-3-Clause",  # PDFium and what it is built of: permissive ones
    "pyphen": "LGPL-3.0-only",  # or GPL, or MPL 1.1, as one chooses
    "python-dateutil": "BSD-3-Clause",  # or Apache-2.0
    "qrcode": "BSD-3-Clause",  # and MIT; the other classifier is of the trademark
}


def needed() -> dict[str, Distribution]:
    """What runs the portal, as it is installed, with all that this needs in turn, by name."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    waiting = [Requirement(line) for line in declared]
    found: dict[str, Distribution] = {}
    seen = set[tuple[str, frozenset[str]]]()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if (name, frozenset(wanted.extras)) in seen:
            continue
        seen.add((name, frozenset(wanted.extras)))
        found[name] = distribution(name)
        waiting.extend(_wanted_by(found[name], wanted.extras))
    return found


def _wanted_by(package: Distribution, extras: set[str]) -> Iterator[Requirement]:
    for requirement in map(Requirement, package.requires or ()):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in {"", *extras}):
            yield requirement


def licences(package: Distribution) -> list[str]:
    """Each licence that holds, by the newest field that names any."""
    told = package.metadata
    if "License-Expression" in told:
        return re.split(r" (?:AND|OR) ", told["License-Expression"])
    classified = [str(line) for line in told.get_all("Classifier", []) if "License ::" in str(line)]
    if classified:
        return [line.rpartition(" :: ")[2] for line in classified]
    return [told["License"].strip()] if "License" in told else [""]


def outside(name: str, named: list[str]) -> list[str]:
    """Those that are not allowed; an unknown one is an empty string."""
    return [one for one in ([READ[name]] if name in READ else named) if not ALLOWED.fullmatch(one)]


def test_every_licence_is_allowed() -> None:
    packages = needed()
    found = {name: outside(name, licences(package)) for name, package in packages.items()}
    assert {name: named for name, named in found.items() if named} == {}
    assert len(packages) > 60
    assert READ.keys() <= packages.keys()


def test_what_is_not_allowed_or_not_known_is_found() -> None:
    for named in ("", "UNKNOWN", "GPL-3.0-only", "AGPL-3.0-or-later", "Other/Proprietary License"):
        assert outside("somebody", ["MIT", named]) == [named]
    assert outside("somebody", ["MIT", "BSD-3-Clause", "Apache-2.0"]) == []


def test_what_is_installed_is_what_the_lock_names() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    locked = dict(re.findall(r"^([\w.-]+)==([\w.!+-]+)", "\n".join(lines), re.MULTILINE))
    installed = {name: package.version for name, package in needed().items()}
    assert installed.items() <= {canonicalize_name(n): v for n, v in locked.items()}.items()
