"""Where things lie: the shipped data, the desk's own database, its log."""

import os
from pathlib import Path


def data() -> Path:
    """The shipped data: inside the wheel, or beside the package in a checkout."""
    from importlib.resources import files

    inside = Path(str(files("propdesk"))) / "data"
    return inside if inside.is_dir() else Path(__file__).resolve().parent.parent / "data"


def home() -> Path:
    """The folder of this user's own desk."""
    import platformdirs

    return Path(platformdirs.user_data_dir("propdesk", appauthor=False))


def database() -> Path:
    """The desk's database: `PROPDESK_DB`, or `desk.db` in the desk's own folder."""
    named = os.environ.get("PROPDESK_DB")
    return Path(named).expanduser() if named else home() / "desk.db"
