"""What the law makes turn on the kind of authority, as plain values. Knows no rows and no clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from exemptions.catalogue import Provision


class AuthorityType(StrEnum):
    """The kinds of authority that the Act treats differently; the values are stored."""

    DEPARTMENT = "department"
    PARLIAMENT = "parliament"
    SCHEDULE_1_PART_1 = "schedule_1_part_1"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    AuthorityType.DEPARTMENT: "Government department, or the Welsh Government",
    AuthorityType.PARLIAMENT: "House of Commons or House of Lords",
    AuthorityType.SCHEDULE_1_PART_1: "Other authority named in Part I of Schedule 1 to the Act",
    AuthorityType.OTHER: "Any other public authority",
}


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority that answers, so far as the law asks."""

    type: AuthorityType = AuthorityType.OTHER
    has_audit_functions: bool = False
    is_public_record_office: bool = False

    def may_claim(self, law: Provision) -> bool:
        """Sections 33 and 35 are not for everybody (s33(1), s35(1))."""
        if law.only_for == "audit_functions":
            return self.has_audit_functions
        if law.only_for == "department":
            return self.type is AuthorityType.DEPARTMENT
        return True

    def type_of(self, law: Provision, *, transferred_record: bool = False) -> str:
        """absolute, qualified or none, in the hands of this authority (s2(3)(e), s64(2))."""
        circumstances = set()
        if self.type is AuthorityType.PARLIAMENT:
            circumstances.add("parliament")
        if self.is_public_record_office and transferred_record:
            circumstances.add("transferred_historical_record")
        return law.type_in(circumstances)
