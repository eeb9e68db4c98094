"""Cases of the laws: going live with a backlog. The name of the file says which kinds of matter are in it."""

from collections.abc import Mapping
from datetime import timedelta

from propdesk.rules.backlog import Matter
from tests.conftest import SATURDAY_NIGHT
from tests.laws.case import Case, Way


def matters(file: str) -> tuple[Matter, ...]:
    """The matters of that file: `complaint-repair.xlsx` holds one of each; of `told-repair.xlsx` somebody was told."""
    kinds = [kind for kind in ("complaint", "repair", "booking", "callback") if kind in file] or ["complaint"]
    told = "周师傅" if "told" in file else ""
    return tuple(_matter(number, kind, told) for number, kind in enumerate(kinds, start=1))


def _matter(number: int, kind: str, told: str) -> Matter:
    came = SATURDAY_NIGHT - timedelta(days=number)
    return Matter(
        row=number + 1, kind=kind, number=f"JT-2026-{number:03d}", opened=came, unit="3-1201", place="", name="王敏",
        phone="13812348812", text="旧册转来的事项", service="Housecleaning", department="engineering", told=told,
        agreed=SATURDAY_NIGHT + timedelta(days=1), clocks_from=None,
    )  # fmt: skip


def _file(name: str) -> dict[str, object]:
    return {"file": name, "sha256": "0" * 64}


WAYS: Mapping[str, Mapping[str, Way]] = {}
CASES: Mapping[str, Case] = {"backlog.take_over": Case(_file("complaint-repair-booking-callback.xlsx"))}
SPECIAL: Mapping[tuple[str, str], Case] = {}
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("backlog.take_over", step): ("", Case(_file(file)))
    for step, file in (
        ("complaint.receive", "complaint.xlsx"),
        ("repair.receive", "repair.xlsx"),
        ("repair.notify", "told-repair.xlsx"),
        ("booking.receive", "booking.xlsx"),
        ("booking.notify", "told-booking.xlsx"),
        ("callback.due", "callback.xlsx"),
    )
}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {}
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
