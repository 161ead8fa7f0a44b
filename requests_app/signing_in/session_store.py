"""Sessions in the database that end by themselves and can be ended for one person.

A session of staff ends after thirty minutes without a page and twelve hours after the sign-in,
whatever the browser keeps. It knows whose it is, so that deactivating a person removes it.
"""

from __future__ import annotations

import time
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from requests_app.models import StaffSession

_SINCE = "signed_in_at"
_SEEN = "last_page_at"
# How stale the time of the last page may be: not every page costs a write.
_RESOLUTION = 60


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        return StaffSession

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        if SESSION_KEY not in data:
            return data
        now = time.time()
        if _is_over(data, now):
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if now - data.get(_SEEN, now) > _RESOLUTION:
            data[_SEEN] = now
            self.modified = True
        return data

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        if SESSION_KEY in data:
            for stamp in (_SINCE, _SEEN):
                data.setdefault(stamp, time.time())
        row = cast("StaffSession", super().create_model_instance(data))
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row

    def cycle_key(self) -> None:
        """At each sign-in: the twelve hours begin anew."""
        super().cycle_key()
        for stamp in (_SINCE, _SEEN):
            self.pop(stamp, None)


def _is_over(data: dict[str, Any], now: float) -> bool:
    since, seen = data.get(_SINCE, now), data.get(_SEEN, now)
    idle: int = settings.SESSION_IDLE_SECONDS
    return bool(now - since > settings.SESSION_COOKIE_AGE or now - seen > idle)
