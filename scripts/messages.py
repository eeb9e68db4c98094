"""Keep the catalogues: collect every message, merge it into zh_CN, compile. `python scripts/messages.py [--check]`.

A message that is new comes in empty, one that is gone goes out; a test refuses empty and fuzzy ones.
"""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "propdesk" / "locale" / "zh_CN" / "LC_MESSAGES" / "propdesk.po"
KEYWORDS = frozenset({"_", "N_", "ngettext"})


def collected() -> dict[str, str | None]:
    """Every msgid of the sources and of the shipped data, with its plural if it has one."""
    found: dict[str, str | None] = {}
    for source in sorted((ROOT / "propdesk").rglob("*.py")):
        found.update(marked(ast.parse(source.read_text(encoding="utf-8"))))
    rules = tomllib.loads((ROOT / "data" / "rulebook.toml").read_text(encoding="utf-8"))
    found.update({rule["title"]: None for rule in rules["rule"]})
    areas = tomllib.loads((ROOT / "data" / "checklists" / "patrol.toml").read_text(encoding="utf-8"))["area"]
    found.update({text: None for area in areas for text in (area["title"], *(item["text"] for item in area["item"]))})
    return {message: plural for message, plural in sorted(found.items()) if message}


def marked(tree: ast.AST) -> Iterator[tuple[str, str | None]]:
    """The messages in calls of `_`, `N_` and `ngettext`, also inside f-strings, which token-based tools overlook."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            words = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if words:
                yield words[0], words[1] if node.func.id == "ngettext" else None


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
