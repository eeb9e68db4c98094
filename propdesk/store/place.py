"""Whether a database is still the file at its path: SQLite goes on writing into one that was deleted or replaced."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from threading import Lock

from propdesk.errors import Damaged
from propdesk.store import backup, trouble


class Place:
    """The path of an open database, and which file lay there when it was opened.

    A file that was moved away and comes back is the same file. What a deleted one holds is kept beside it, once.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        self._opened: tuple[int, int] | None = None
        self._rescued = False
        self._lock = Lock()

    def connect(self, wait: float) -> sqlite3.Connection:
        """A connection to the file; it is never made.

        Raises:
            Damaged: another file lies there than before.
        """
        raw = sqlite3.connect(f"{self._path.as_uri()}?mode=rw", uri=True, timeout=wait, check_same_thread=False)
        try:
            self.check(raw)
        except Damaged:
            raw.close()
            raise
        return raw

    def forget(self) -> None:
        """Every connection was closed: whatever lies there next is opened anew."""
        self._opened = None

    def check(self, raw: sqlite3.Connection) -> None:
        """Look whether the file is where it was; `raw` is a connection to it, in or out of a transaction.

        Raises:
            Damaged: it is gone, or another one lies there.
        """
        found = self._found()
        if self._opened is None:
            self._opened = found
        if found is None:
            self._rescue(raw)
            raise Damaged(trouble.GONE, path=self._path)
        if found != self._opened:
            self._rescue(raw)
            raise Damaged(trouble.REPLACED, path=self._path)

    def _found(self) -> tuple[int, int] | None:
        try:
            lies = self._path.stat()
        except OSError:
            return None
        return lies.st_dev, lies.st_ino

    def _rescue(self, raw: sqlite3.Connection) -> None:
        """Keep what was committed into the file that has no name any more, where that can be."""
        with self._lock, suppress(Damaged, sqlite3.Error, OSError):
            if not self._rescued and not raw.in_transaction:
                backup.rescue(raw, self._path)
                self._rescued = True
