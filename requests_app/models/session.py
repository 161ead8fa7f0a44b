"""The sessions of people who are signed in, and of forms of people who are not yet."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class StaffSession(AbstractBaseSession):
    """A session that knows whose it is. ``person`` is empty before the sign-in."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        raise NotImplementedError("Sessions are written by the session store, not by the model.")
