"""PINs: hashed with argon2id, verified slowly, never stored or logged."""

import secrets
from typing import TYPE_CHECKING

from propdesk.errors import Refused
from propdesk.i18n import N_

if TYPE_CHECKING:
    from argon2 import PasswordHasher


class Pins:
    """Hashes and verifies PINs. `cheap` is for tests and throwaway demos only."""

    def __init__(self, *, cheap: bool = False) -> None:
        self._cheap = cheap

    def hash(self, pin: str) -> str:
        """The hash to store.

        Raises:
            Refused: the PIN is not four to twelve digits.
        """
        if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 12):
            raise Refused("pin_form", N_("A PIN is four to twelve digits."), field="pin")
        return self._hasher().hash(pin)

    def verify(self, stored: str | None, pin: str) -> bool:
        """Whether `pin` belongs to the stored hash; an operator without one takes as long to refuse."""
        from argon2.exceptions import VerificationError

        try:
            return self._hasher().verify(stored or self.hash(f"{secrets.randbelow(10**8):08d}"), pin) and bool(stored)
        except VerificationError:
            return False

    def _hasher(self) -> "PasswordHasher":
        from argon2 import PasswordHasher, profiles

        return PasswordHasher.from_parameters(profiles.CHEAPEST if self._cheap else profiles.RFC_9106_LOW_MEMORY)
