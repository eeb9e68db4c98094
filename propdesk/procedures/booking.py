"""Service bookings (特色服务登记表, 派工单): manual chapter P06; one register for all services."""

from propdesk.i18n import LANGUAGES, N_, Words, translate
from propdesk.models.booking import Booking
from propdesk.models.callback import CallbackKind
from propdesk.models.contact import Channel
from propdesk.procedures import kit, workorder
from propdesk.procedures.forms import Moment, PhoneNumber, ServiceName, UnitCode, ask
from propdesk.procedures.step import Opening, Procedure
from propdesk.procedures.tx import Tx
from propdesk.procedures.workorder_handling import STAGES, accept
from propdesk.rules.sentence import word


def service_of(tx: Tx, typed: str) -> str:
    """The service of the site's list that was typed, in whichever language of the desk.

    Raises:
        Refused: the site does not offer it; the sentence names what it offers.
    """
    offered = tx.site.settings.services
    found = next((service for service in offered if typed.casefold() in _names(service)), None)
    if found is None:
        tx.refuse("service", N_("There is no service “{service}” here. Services: {known}."), field="service",
                  service=typed, known=tuple(Words(service) for service in offered))  # fmt: skip
    tx.facts["service"] = word(found, found)
    return found


def _names(service: str) -> set[str]:
    return {service.casefold(), *(translate(service, code).casefold() for code in LANGUAGES)}


class Receive(Opening[Booking]):
    """Accept a booking: only the centre does; content, time and place are repeated back (G-BOOK-01)."""

    key, label = "n", N_("New service booking")
    to = ("received",)
    starts = ("BOOK.NOTIFY_5M",)
    may_start = ("BOOK.AGREED_TIME", "CALL.EXTERNAL")
    guards = ("G-BOOK-04",)
    source = "004 BOOK 4.1-4.3, 4.10"
    says = N_("Booking, {service}: {text}; agreed {agreed}")

    unit: UnitCode | None = ask(N_("Unit"), default=None, max_length=20)
    service: ServiceName = ask(N_("Service"), max_length=40)
    text: str = ask(N_("What is wanted"), lines=True)
    agreed: Moment | None = ask(N_("Time agreed"), default=None, prefer="future")
    place: str | None = ask(N_("Where exactly"), default=None, max_length=80)
    charged: bool = ask(N_("Price must be quoted"), default=False)
    repeated: bool = ask(N_("Repeated back and confirmed"), default=False)
    caller: str | None = ask(N_("Caller"), default=None, max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    channel: Channel = ask(N_("Channel"), default=Channel.PHONE)
    their_number: str | None = ask(N_("Their number"), default=None, max_length=40)
    their_deadline: Moment | None = ask(N_("Their deadline"), default=None, prefer="future")

    def open(self, tx: Tx) -> Booking:
        """Write the register; the service is one the site offers."""
        kit.address(tx, text=self.text, unit=self.unit, place=self.place, person=self.caller, phone=self.phone)
        row = Booking(
            item_id=0, channel=self.channel, their_number=self.their_number or "", text=self.text,
            service=service_of(tx, self.service), place=self.place or "", agreed=self.agreed, repeated=self.repeated,
            paid=self.charged,
        )  # fmt: skip
        return accept(tx, row, deadline=self.their_deadline)


class Quote(workorder.Quote[Booking]):
    """Tell the price of the service."""


class Notify(workorder.Notify[Booking]):
    """Tell the department that does the service; the time agreed with the customer must stand."""

    needs_time = True


class Reagree(workorder.Reagree[Booking]):
    """Agree another time for the service."""


class Done(workorder.Done[Booking]):
    """The service is done."""

    callback = CallbackKind.SERVICE


class Dispatch(workorder.Dispatch[Booking]):
    """Send somebody with a slip."""


class Arrive(workorder.Arrive[Booking]):
    """Whoever does the service is there."""


class Slip(workorder.Slip[Booking]):
    """The second copy of the service's slip."""


class CrossOff(workorder.CrossOff[Booking]):
    """Cross the booking off."""


class Progress(workorder.Progress[Booking]):
    """How the booking stands."""


class Chase(workorder.Chase[Booking]):
    """Press the department about the booking."""


class Refuse(workorder.Refuse[Booking]):
    """The service lies outside what is promised."""


class Withdraw(workorder.Withdraw[Booking]):
    """The service is no longer wanted."""


class Press(workorder.Press[Booking]):
    """The customer rings again about the booking."""


class Introduce(workorder.Introduce[Booking]):
    """A colleague takes the booking over."""


class Attempt(workorder.Attempt[Booking]):
    """One try to reach somebody about the booking."""


class Pause(workorder.Pause[Booking]):
    """A clock of the booking waits."""


class Resume(workorder.Resume[Booking]):
    """A clock of the booking goes on."""


class Correct(workorder.Correct[Booking]):
    """Correct a booking; the service stays one the site offers."""

    service: ServiceName | None = ask(N_("Service"), default=None, max_length=40)

    def apply(self, tx: Tx, row: Booking) -> None:
        """Keep the service by its name in the list."""
        super().apply(tx, row)
        if self.service:
            row.service = service_of(tx, self.service)


class Void(workorder.Void[Booking]):
    """Void a booking entered by mistake."""


PROCEDURE = Procedure(
    ledger="booking",
    prefix="YY",
    title=N_("Service bookings"),
    chapters=("P06",),
    form="特色服务登记表",
    row=Booking,
    stages=STAGES,
    steps=(
        Receive, Notify, Quote, Arrive, Done, Dispatch, Reagree, Slip, CrossOff, Progress, Chase, Press, Attempt,
        Refuse, Withdraw, Introduce, Pause, Resume, Correct, Void,
    ),
)  # fmt: skip
