"""What is asked of every key set that comes into custody, at the counter or from a list (manual P12, 4.1-4.3)."""

from propdesk.i18n import N_, Words
from propdesk.models.estate import Unit, UnitState
from propdesk.models.key import Authority, Key, KeyClass
from propdesk.procedures import cabinet, kit
from propdesk.procedures.forms import Count, HookName, PhoneNumber, UnitCode, ask
from propdesk.procedures.key_matter import rules_from
from propdesk.procedures.step import Opening
from propdesk.procedures.tx import Tx

OF_UNITS = ("developer", "entrusted", "vacant")
OF_PLACES = ("plant", "master")
ENTRUSTED = ("kind", ("entrusted",))
AUTHORITIES = {KeyClass.ENTRUSTED: Authority.SUPERVISOR, KeyClass.MASTER: Authority.MANAGER}
"""Who authorises a loan unless the form says otherwise: more than the desk for an owner's keys and for masters."""


class Taking(Opening[Key]):
    """What is asked of every key set that comes into custody."""

    kind: KeyClass = ask(N_("Class"))
    unit: UnitCode | None = ask(N_("Unit"), default=None, max_length=20, when=("kind", OF_UNITS), must=True)
    place: str | None = ask(N_("Place"), default=None, max_length=80, when=("kind", OF_PLACES), must=True)
    door: str | None = ask(N_("What they open"), default=None, max_length=80)
    pieces: Count = ask(N_("Number of keys"))
    hook: HookName = ask(N_("Hook"), max_length=20)
    tag: str | None = ask(
        N_("Number on the label"), default=None, max_length=20, help=N_("Left empty, the next one is given.")
    )
    person: str | None = ask(N_("Handed in by"), default=None, max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    reason: str | None = ask(N_("Reason for entrusting"), default=None, max_length=400, when=ENTRUSTED)
    condition: str | None = ask(N_("Condition of collection"), default=None, max_length=400, when=ENTRUSTED)
    collector: str | None = ask(N_("May also be collected by"), default=None, max_length=80, when=ENTRUSTED)
    card: str | None = ask(N_("Number of the owner's card"), default=None, max_length=40, when=ENTRUSTED)
    disclaimer: bool = ask(N_("Disclaimer explained"), default=False, when=ENTRUSTED)
    copy_given: bool = ask(N_("Second copy given to the owner"), default=False, when=ENTRUSTED)
    departments: str | None = ask(
        N_("Who may draw"), default=None, max_length=120, help=N_("Departments with commas; empty: everybody.")
    )
    authority: Authority | None = ask(
        N_("Who authorises"),
        default=None,
        help=N_("Left open: a supervisor for an owner's keys, the manager for masters."),
    )
    longest_hours: Count = ask(N_("Longest time, hours"), default=0, help=N_("0: no limit of its own."))
    may_leave: bool = ask(N_("May leave the site"), default=False)
    instruction: str | None = ask(N_("Standing instruction"), default=None, max_length=400)

    def row(self, tx: Tx) -> Key:
        """The row, with hook, number and rules; refused where the class does not fit the unit."""
        if self.pieces < 1:
            tx.refuse("pieces", N_("A key set has at least one key."), field="pieces")
        unit = kit.address(tx, text="", unit=self.unit, place=self.place, person=self.person, phone=self.phone)
        in_scope(tx, self.kind, unit)
        row = Key(
            item_id=0, kind=self.kind, door=self.door or "", pieces=self.pieces, reason=self.reason or "",
            condition=self.condition or "", collector=self.collector or "", card=(self.card or "").upper(),
        )  # fmt: skip
        cabinet.take_hook(tx, row, self.hook)
        cabinet.take_tag(tx, row, self.tag)
        rules_from(tx, row, self)
        row.authority = self.authority or AUTHORITIES.get(self.kind, Authority.NOBODY)
        row.ask_owner = self.kind is KeyClass.ENTRUSTED
        cabinet.entitle(tx.item, row)
        tx.facts |= {"number": row.tag, "hook": cabinet.hook_of(row), "where": tx.item.place}
        return row


def in_scope(tx: Tx, kind: KeyClass, unit: Unit | None) -> None:
    """Refuse the developer's and vacant keys of a unit that somebody lives in: only its owner can entrust those.

    Raises:
        Refused: G-KEY-02.
    """
    if unit is None or kind is KeyClass.ENTRUSTED:
        return
    if unit.state in (UnitState.OCCUPIED, UnitState.LET, UnitState.RENOVATING):
        tx.refuse("G-KEY-02", N_("{unit} is moved into ({state}): only its owner can entrust its keys."), field="kind",
                  unit=unit.code, state=Words(unit.state.label))  # fmt: skip
