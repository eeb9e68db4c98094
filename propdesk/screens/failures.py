"""What failed unexpectedly: a reference for the person at the desk, details in a log file without anybody's data."""

import traceback
from datetime import datetime
from pathlib import Path

from propdesk import locations

LARGEST = 1_000_000
"""From this size on the log is begun anew; the one before is kept beside it."""


def reference() -> str:
    """A short number to be read out over the telephone."""
    import secrets

    return secrets.token_hex(3).upper()


def write_down(error: BaseException | None, at: datetime, log: Path | None = None) -> str:
    """Write where in the program it failed and give the reference. Errors may quote what was typed: left out."""
    number, log = reference(), log or locations.home() / "propdesk.log"
    lines = [f"{at:%Y-%m-%dT%H:%M:%SZ} {number}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"  {type(seen).__module__}.{type(seen).__qualname__}")
        lines += [f"    {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(seen.__traceback__)]
        seen = seen.__cause__ or seen.__context__
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LARGEST:
            log.replace(log.with_suffix(".log.1"))
        with log.open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError:
        return f"{number}-"
    return number
