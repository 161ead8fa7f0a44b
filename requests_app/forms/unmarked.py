"""Forms whose fields may stay empty without being called optional.

A draft is saved half done and the gate asks for the rest later; a filter that is not used is
no question. In both "(optional)" beside a label would say the wrong thing.
"""

from __future__ import annotations

from requests_app.gds import GdsBoundField, GdsForm


class UnmarkedBoundField(GdsBoundField):
    optional = False


class UnmarkedForm(GdsForm):
    bound_field_class = UnmarkedBoundField
