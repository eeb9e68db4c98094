"""Whether another connection wrote: SQLite's own counter, asked on one connection of its own."""

import sqlite3
import threading
from pathlib import Path
from urllib.parse import quote


class Watch:
    """Looks at one database. `changed` may be called from any thread, also from several."""

    def __init__(self, path: Path) -> None:
        self._raw = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, check_same_thread=False)
        self._lock = threading.Lock()
        self._version = self._read()

    def changed(self) -> bool:
        """Whether anything was written since the last time this was asked."""
        with self._lock:
            before, self._version = self._version, self._read()
            return before != self._version

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._raw.close()

    def _read(self) -> int:
        return int(self._raw.execute("PRAGMA data_version").fetchone()[0])
