"""A desk on a disk of a few megabytes: works until it is full, clears it, goes on. Run in a mount of its own."""

import sys
from contextlib import closing
from pathlib import Path

from propdesk.desk import Desk
from propdesk.errors import Damaged, Refused
from propdesk.rules.pins import Pins
from propdesk.store import trouble
from propdesk.store.verify import verify
from tests.conftest import Counter, FrozenClock
from tests.torture import acting


def main(folder: Path) -> None:
    """Say each thing that came true."""
    path = folder / "desk.db"
    with closing(Desk.open(path, now=FrozenClock(), pins=Pins(cheap=True))) as desk:
        counter = Counter(desk, desk.sign_in("张敏", "2468"), FrozenClock())
        counter._requests = 1000
        done = [_call(counter)]
        while not isinstance(answer := acting.outcome(lambda: _call(counter)), Damaged | Refused):
            done.append(answer)
        assert isinstance(answer, Damaged), answer
        assert answer.message == trouble.DISK_FULL, answer
        sys.stdout.write("full\n")
        (folder / "ballast").unlink()
        done.append(_call(counter))
        sys.stdout.write("cleared\n")
    assert len(set(done)) == len(done)
    report = verify(path)
    assert report.sound, report.problems
    sys.stdout.write("sound\n")


def _call(counter: Counter) -> str | None:
    return counter.do("contact.receive", text="漏水" * 900, unit="3-1201").item


if __name__ == "__main__":
    main(Path(sys.argv[1]))
