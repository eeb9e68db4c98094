"""The printer of this machine."""

import sys
from pathlib import Path

import pytest

from propdesk.errors import Refused
from propdesk.models.sheet import Document
from propdesk.printing import press, printer
from tests.conftest import Counter

COPY = "import shutil, sys; shutil.copy(sys.argv[1], sys.argv[1] + '.out')"
FAIL = "import sys; sys.exit('no paper')"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file whose name a shell would take apart."""
    path = tmp_path / "a; b $(c).pdf"
    path.write_bytes(b"%PDF")
    return path


@pytest.mark.parametrize("place", ["", " {file}"])
def test_the_command_is_given_the_file_as_it_is(file: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(printer.VARIABLE, f'"{sys.executable}" -c "{COPY}"{place}')
    assert printer.send(file)
    assert Path(f"{file}.out").read_bytes() == b"%PDF"


def test_without_a_command_nothing_is_sent(file: Path) -> None:
    assert not printer.send(file)


@pytest.mark.parametrize(
    ("command", "said"),
    [("/nowhere/lp", "/nowhere/lp"), ('lp "', "quotation"), (f'"{sys.executable}" -c "{FAIL}"', "no paper")],
)
def test_a_printer_that_fails_is_said_in_a_sentence(
    file: Path, command: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(printer.VARIABLE, command)
    with pytest.raises(Refused) as caught:
        printer.send(file)
    assert caught.value.code == "not_sent"
    assert said in caught.value.sentence()
    assert str(file) in caught.value.sentence()


def test_a_sheet_goes_to_the_printer_unless_it_is_wanted_in_a_file_of_its_own(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Path] = []
    monkeypatch.setattr(printer, "send", sent.append)
    monkeypatch.setattr(press, "render", lambda desk, entry: b"%PDF")
    number = counter.do("complaint.receive", text="楼上漏水").item or ""
    for request, out in (("1", None), ("2", tmp_path / "own.pdf")):
        press.print_sheet(counter.desk, Document.COMPLAINT, number, actor=counter.actor, request_id=request, out=out)
    assert [path.name for path in sent] == [f"{number}-1.pdf"]
