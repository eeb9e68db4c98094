"""Keep the catalogues: collect every message, merge it into zh_CN, compile. `python scripts/messages.py [--check]`.

A message that is new comes in empty, one that is gone goes out; a test refuses empty and fuzzy ones.
"""

import sys
import tomllib
from pathlib import Path

import polib
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "propdesk" / "locale" / "zh_CN" / "LC_MESSAGES" / "propdesk.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def collected() -> dict[str, str | None]:
    """Every msgid of the sources and of the shipped data, with its plural if it has one."""
    found: dict[str, str | None] = {}
    rows = extract_from_dir(ROOT / "propdesk", [("**.py", "python")], keywords=KEYWORDS, strip_comment_tags=True)
    for _file, _line, message, _comments, _context in rows:
        singular, plural = (message[0], message[1]) if isinstance(message, tuple) else (message, None)
        found[singular] = plural
    rules = tomllib.loads((ROOT / "data" / "rulebook.toml").read_text(encoding="utf-8"))
    for rule in rules["rule"]:
        found[rule["title"]] = None
    return {message: plural for message, plural in sorted(found.items()) if message}


def merged(catalogue: polib.POFile, messages: dict[str, str | None]) -> polib.POFile:
    """A catalogue with exactly these messages, keeping what is translated."""
    fresh = polib.POFile(wrapwidth=0)
    fresh.metadata = {
        "Project-Id-Version": "PropDesk",
        "Language": "zh_CN",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for message, plural in messages.items():
        known = catalogue.find(message)
        entry = polib.POEntry(msgid=message)
        if plural:
            entry.msgid_plural = plural
            entry.msgstr_plural = known.msgstr_plural if known and known.msgstr_plural else {0: ""}
        else:
            entry.msgstr = known.msgstr if known else ""
        fresh.append(entry)
    return fresh


def untranslated(catalogue: polib.POFile) -> list[str]:
    """The messages that still have no words."""
    return [entry.msgid for entry in catalogue if not entry.translated()]


def main() -> None:
    """Write the catalogue and its compiled form, or only say what is missing."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    known = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()
    fresh = merged(known, collected())
    if "--check" not in sys.argv:
        fresh.save(str(CATALOGUE))
        fresh.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    missing = untranslated(fresh)
    print(f"{len(fresh)} messages, {len(missing)} without Chinese words")
    for message in missing:
        print(f"  {message!r}")


if __name__ == "__main__":
    main()
