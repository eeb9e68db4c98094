"""The rulebook: the shipped rules, the site's own figures, and rows that are wrong."""

from pathlib import Path

import pytest

from propdesk.errors import Refused
from propdesk.locations import data
from propdesk.rules import upkeep
from propdesk.rules.cycles import CODES
from propdesk.rules.rulebook import ROLES, UNCOUNTED, Kind, Rule, Rulebook, load_rulebook

FILE = data() / "rulebook.toml"

ONE_STEP_UP = {
    "clerk": "supervisor",
    "duty": "supervisor",
    "supervisor": "centre_manager",
    "centre_manager": "office_manager",
}
UPWARDS = {
    **dict.fromkeys(("MOVE.OWNER_WINDOW", "MOVE.DEEMED_1M", "MOVE.FIX_TERM", "DUTY.CHECK_DAILY"), "office_manager"),
    **dict.fromkeys(("PATROL.DAILY", "PATROL.ISSUE_NOW", "PATROL.SMELL_NOW"), "centre_manager"),
    "DUTY.MAJOR_NOW": "centre_manager",
}
"""What the office set or decides itself goes to the office manager at once (004 MOVE 4.4.2, 4.5.8c), so does
an unsigned day (004 DUTY 4.3); a major matter of a night is the centre manager's to hear (004 DUTY 4.1.5b)."""

FIGURES = {
    "CALL.PROMISE_TIME": (Kind.AGREED, 0),
    "CALL.TRACK_OPEN": (Kind.HOURS, 24),
    "BOOK.NOTIFY_5M": (Kind.MINUTES, 5),
    "CALL.EXTERNAL": (Kind.AGREED, 0),
    "VIS.CALLBACK_NOW": (Kind.MINUTES, 10),
    "CALL.PROGRESS_RESULT": (Kind.MINUTES, 30),
    "COMP.DELIVER_20M": (Kind.MINUTES, 20),
    "COMP.CONTACT_2H": (Kind.HOURS, 2),
    "COMP.REPLY_AGREED": (Kind.AGREED, 0),
    "COMP.PROGRESS": (Kind.CALENDAR_DAYS, 2),
    "COMP.RESPOND_1WD": (Kind.WORKING_DAYS, 1),
    "COMP.REPLY_2H_SPOT": (Kind.HOURS, 2),
    "COMP.REPLY_2H_INVALID": (Kind.HOURS, 2),
    "COMP.MINOR_2D": (Kind.CALENDAR_DAYS, 2),
    "COMP.IMPORTANT_1H": (Kind.HOURS, 1),
    "COMP.MAJOR_GM_SAMEDAY": (Kind.END_OF_DAY, 0),
    "COMP.MAJOR_QA_1WD": (Kind.WORKING_DAYS, 1),
    "COMP.DEVOWNED_FORWARD": (Kind.MINUTES, 20),
    "COMP.DESK_NOW": (Kind.MINUTES, 10),
    "COMP.RECORD_NOW": (Kind.MINUTES, 15),
    "COMP.SLOW_FORM_NOW": (Kind.MINUTES, 15),
    "COMP.LONG_FORM_1WD": (Kind.WORKING_DAYS, 1),
    "COMP.ONLINE_1WD": (Kind.WORKING_DAYS, 1),
    "COMP.QA_FILL_1WD": (Kind.WORKING_DAYS, 1),
    "COMP.REPLY_SAMEDAY_SUP": (Kind.END_OF_DAY, 0),
    "COMP.REPEAT_MEETING": (Kind.WORKING_DAYS, 1),
    "COMP.MAJOR_AGE_1M": (Kind.MONTHS, 1),
    "COMP.MAJOR_REPORT": (Kind.WORKING_DAYS, 5),
    "COMP.DEVOWNED_FEEDBACK": (Kind.CALENDAR_DAYS, 3),
    "COMP.DEVFWD_RESULT_12H": (Kind.HOURS, 12),
    "CB.AFTER_VERIFY": (Kind.CALENDAR_DAYS, 1),
    "COMP.MAINT_ONSITE_5M": (Kind.MINUTES, 5),
    "COMP.URGENT_SAMEDAY": (Kind.END_OF_SHIFT, 0),
    "DUTY.MAJOR_NOW": (Kind.MINUTES, 10),
    "COMP.CALLBACK_3D": (Kind.CALENDAR_DAYS, 3),
    "COMP.DEVOWNED_CALLBACK_3WD": (Kind.WORKING_DAYS, 3),
    "CB.REPAIR_1W": (Kind.CALENDAR_DAYS, 7),
    "CB.SPECIAL_3D": (Kind.CALENDAR_DAYS, 3),
    "CB.MEDICAL_1W": (Kind.CALENDAR_DAYS, 7),
    "CB.CULTURE_1M": (Kind.MONTHS, 1),
    "CB.OTHER_1W": (Kind.CALENDAR_DAYS, 7),
    "RENO.REVISIT_2M": (Kind.MONTHS, 2),
    **dict.fromkeys(CODES, (Kind.AGREED, 0)),
    "BOOK.AGREED_TIME": (Kind.AGREED, 0),
    "KEY.LOAN_TERM": (Kind.AGREED, 0),
    "KEY.OVERDUE_3D": (Kind.CALENDAR_DAYS, 3),
    "KEY.LOST_SAMEDAY": (Kind.END_OF_DAY, 0),
    "BOOK.DONE_CALL_30M": (Kind.MINUTES, 30),
    "BOOK.SLIP_EOD": (Kind.END_OF_DAY, 0),
    "COMP.COLLECTIVE_NOW": (Kind.MINUTES, 10),
    "MOVE.OWNER_WINDOW": (Kind.AGREED, 0),
    "MOVE.REMIND_3D": (Kind.AGREED, 0),
    "MOVE.OVERDUE_REPORT": (Kind.WORKING_DAYS, 1),
    "MOVE.DEEMED_1M": (Kind.MONTHS, 1),
    "MOVE.UNIT_30M": (Kind.MINUTES, 30),
    "MOVE.FILE_SHIFT": (Kind.END_OF_SHIFT, 0),
    "MOVE.FIX_TERM": (Kind.AGREED, 0),
    "MOVE.REINSPECT_CALL": (Kind.WORKING_DAYS, 1),
    "FILE.LENT_BACK": (Kind.AGREED, 0),
    "FILE.ARREARS_15D": (Kind.CALENDAR_DAYS, 15),
    "PATROL.DAILY": (Kind.AGREED, 0),
    "PATROL.ISSUE_NOW": (Kind.MINUTES, 30),
    "PATROL.SMELL_NOW": (Kind.MINUTES, 5),
    "PATROL.VERIFY": (Kind.HOURS, 24),
    "PATROL.FILE_MONTHEND": (Kind.AGREED, 0),
    **dict.fromkeys(upkeep.CODES.values(), (Kind.AGREED, 0)),
    "VAC.STORM": (Kind.HOURS, 24),
    "VAC.ANOMALY": (Kind.MINUTES, 30),
    "RENO.LOG_DAILY": (Kind.CALENDAR_DAYS, 1),
    "DUTY.ROSTER_MONTHEND": (Kind.AGREED, 0),
    "DUTY.LEAVE": (Kind.AGREED, 0),
    "DUTY.ARRIVE_5M": (Kind.AGREED, 0),
    "DUTY.FRONT_ARRIVE_15M": (Kind.AGREED, 0),
    "DUTY.TIDY_15M": (Kind.AGREED, 0),
    "DUTY.CARRY_OVER": (Kind.AGREED, 0),
    "DUTY.CHECK_DAILY": (Kind.AGREED, 0),
    "DUTY.COUNTERSIGN": (Kind.WORKING_DAYS, 1),
}

ROW = """
[[rule]]
code = "COMP.DELIVER_20M"
chapters = ["P07"]
title = "Deliver"
kind = "minutes"
amount = 20
owner = "clerk"
escalates_to = "supervisor"
source = "004 COMP 4.1.2"
about = "20 minutes."
"""


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook(FILE)


def written(folder: Path, text: str) -> Path:
    file = folder / "rules.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_book_holds_the_figures_of_the_manual(book: Rulebook) -> None:
    assert {code: (book[code].kind, book[code].amount) for code in book.codes()} == FIGURES


def test_only_emergencies_cannot_wait(book: Rulebook) -> None:
    urgent = {rule.code for rule in book.rules.values() if rule.urgent}
    assert urgent == {"COMP.MAINT_ONSITE_5M", "COMP.URGENT_SAMEDAY", "DUTY.MAJOR_NOW", "PATROL.SMELL_NOW"}


def test_every_breach_goes_one_step_up_and_what_concerns_a_manager_to_him(book: Rulebook) -> None:
    for rule in book.rules.values():
        expected = UPWARDS.get(rule.code, ONE_STEP_UP[rule.owner])
        assert rule.escalates_to == expected, rule.code


def test_every_rule_says_where_it_comes_from(book: Rulebook) -> None:
    for rule in book.rules.values():
        assert rule.source, rule.code
        assert rule.about.endswith("."), rule.code
        assert all(len(chapter) == 3 and chapter[0] == "P" for chapter in rule.chapters), rule.code


def test_every_title_is_said_once(book: Rulebook) -> None:
    titles = [rule.title for rule in book.rules.values()]
    assert len(set(titles)) == len(titles)


def test_the_last_fifth_of_the_time_warns_unless_the_book_says_otherwise(tmp_path: Path) -> None:
    assert load_rulebook(written(tmp_path, ROW))["COMP.DELIVER_20M"].warn == 0.2
    assert load_rulebook(written(tmp_path, ROW + "warn = 0.5\n"))["COMP.DELIVER_20M"].warn == 0.5


def test_a_site_changes_an_amount_and_the_version_tells(book: Rulebook) -> None:
    mine = load_rulebook(FILE, {"COMP.DELIVER_20M": 30})
    assert mine["COMP.DELIVER_20M"].amount == 30
    assert mine["COMP.CONTACT_2H"] == book["COMP.CONTACT_2H"]
    assert mine.codes() == book.codes()
    assert mine.version != book.version
    assert load_rulebook(FILE, {"COMP.DELIVER_20M": 20}).version == book.version


def test_new_wording_leaves_the_version_alone(tmp_path: Path) -> None:
    before = load_rulebook(written(tmp_path, ROW)).version
    assert load_rulebook(written(tmp_path, ROW.replace("20 minutes.", "Twenty minutes."))).version == before
    assert load_rulebook(written(tmp_path, ROW.replace('"clerk"', '"duty"'))).version != before


def test_a_code_the_book_does_not_hold_is_a_key_error(book: Rulebook) -> None:
    with pytest.raises(KeyError):
        book["COMP.NOTHING"]


def test_the_book_cannot_be_changed_once_it_is_read(book: Rulebook) -> None:
    with pytest.raises(TypeError):
        book.rules["COMP.DELIVER_20M"] = book["COMP.CONTACT_2H"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ("amount = 20\n", "", "amount"),
        ("amount = 20", "amount = 0", "amount"),
        ("amount = 20", "amount = -5", "amount"),
        ("amount = 20", "amount = 20.5", "amount"),
        ("amount = 20", "amount = true", "amount"),
        ("amount = 20", 'amount = "20"', "amount"),
        ('kind = "minutes"', 'kind = "seconds"', "kind"),
        ('kind = "minutes"', 'kind = "agreed"', "amount"),
        ('kind = "minutes"\n', "", "kind"),
        ('"clerk"', '"janitor"', "owner"),
        ('"supervisor"', '"mayor"', "escalates_to"),
        ('["P07"]', '"P07"', "chapters"),
        ('["P07"]', "[]", "chapters"),
        ('["P07"]', "[7]", "chapters"),
        ('title = "Deliver"\n', "", "title"),
        ('"Deliver"', '""', "title"),
        ('source = "004 COMP 4.1.2"\n', "", "source"),
        ('about = "20 minutes."\n', "", "about"),
        ("amount = 20", "amount = 20\nwarn = 1.5", "warn"),
        ("amount = 20", "amount = 20\nwarn = -0.1", "warn"),
        ("amount = 20", "amount = 20\nwarn = nan", "warn"),
        ("amount = 20", "amount = 20\nurgent = 1", "urgent"),
        ("amount = 20", "amount = 20\nurgnet = true", "urgnet"),
    ],
)
def test_a_wrong_row_is_refused_with_its_code_and_key(tmp_path: Path, right: str, wrong: str, named: str) -> None:
    assert right in ROW
    with pytest.raises(Refused, match=f"COMP.DELIVER_20M.*“{named}”") as refused:
        load_rulebook(written(tmp_path, ROW.replace(right, wrong)))
    assert refused.value.code == "rulebook"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (ROW + ROW, "COMP.DELIVER_20M is written twice"),
        (ROW.replace('code = "COMP.DELIVER_20M"\n', ""), "“code” is missing"),
        (ROW.replace('"COMP.DELIVER_20M"', '""'), "“code”"),
        (ROW.replace('"COMP.DELIVER_20M"', "7"), "“code” cannot be “7”"),
        ("rule = 7", "rules.toml holds no rules"),
        ("rule = [7]", "“rule” cannot be “7”"),
        ("", "rules.toml holds no rules"),
        ("[[rule]", "rules.toml cannot be read"),
    ],
)
def test_a_file_that_is_no_rulebook_is_refused(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(Refused, match=named):
        load_rulebook(written(tmp_path, text))


@pytest.mark.parametrize(("code", "amount"), [("COMP.DELIVER_20M", 0), ("COMP.REPLY_AGREED", 3), ("COMP.NOTHING", 3)])
def test_an_amount_that_fits_no_rule_is_refused_by_its_code(code: str, amount: int) -> None:
    with pytest.raises(Refused, match=code):
        load_rulebook(FILE, {code: amount})


@pytest.mark.parametrize("amount", ["30", 2.5, True, None])
def test_an_amount_of_the_site_that_is_no_whole_number_is_refused(amount: object) -> None:
    with pytest.raises(Refused, match=r"COMP\.DELIVER_20M.*“amount”"):
        load_rulebook(FILE, {"COMP.DELIVER_20M": amount})  # type: ignore[dict-item]


def test_kinds_that_know_their_end_take_no_amount() -> None:
    for kind in Kind:
        rule = Rule("X", ("P01",), "X", kind, 0 if kind in UNCOUNTED else 1, ROLES[0], ROLES[2], "004")
        assert rule.kind is kind
