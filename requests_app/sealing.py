"""What the database keeps but must not tell to whoever reads it alone: sealed with the secret key.

A seal is of one purpose: what was sealed for another does not open. After the secret key was
changed, what earlier ones sealed opens so long as they are named; ``renewed`` seals it anew.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


class Unreadable(ValueError):
    """It was sealed with another secret key, or for another purpose."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals texts for one purpose, such as ``Seal("requests_app.alerts", "address")``."""

    room: str
    purpose: str

    def closed(self, text: str) -> str:
        """Another text each time, so that two equal ones do not show."""
        return self._cipher.encrypt(text.encode()).decode()

    def opened(self, sealed: str) -> str:
        """Raises Unreadable."""
        try:
            return self._cipher.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise Unreadable("It was sealed with another secret key.") from error

    def renewed(self, sealed: str) -> str:
        """The same under the present secret key. Raises Unreadable."""
        return self.closed(self.opened(sealed))

    def fingerprint(self, text: str) -> str:
        """The same for the same text, by which a row is found: 64 hexadecimal digits."""
        return salted_hmac(self.room, f"{self.purpose}: {text}", algorithm="sha256").hexdigest()

    @property
    def _cipher(self) -> MultiFernet:
        return MultiFernet(map(self._under, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]))

    def _under(self, secret_key: str) -> Fernet:
        key = salted_hmac(self.room, self.purpose, secret=secret_key, algorithm="sha256").digest()
        return Fernet(base64.urlsafe_b64encode(key))
