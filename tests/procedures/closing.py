"""The last steps of a complaint, as most tests do them."""

from propdesk.desk import Done
from propdesk.models.operator import Role
from propdesk.queries.people import operators
from tests.conftest import Counter


def sign_off(counter: Counter, number: str | None) -> Done:
    """The resident is called back, the supervisor reviews, the manager signs."""
    counter.do("complaint.called_back", number, note="满意", as_=counter.desk.system())
    counter.do("complaint.review", number, comment="程序齐全")
    return sign(counter, number)


def sign(counter: Counter, number: str | None) -> Done:
    """The manager signs what is reviewed."""
    known = [view for view in counter.desk.read(operators) if Role.OFFICE_MANAGER in view.roles]
    manager = counter.desk.sign_in(known[0].name, "1357") if known else counter.operator("孙经理", "office_manager")
    return counter.do("complaint.sign", number, opinion="同意办结", as_=manager)
