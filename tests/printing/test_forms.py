"""Every document: a form to fill in, and items it is printed of."""

from collections import Counter

import pytest

from propdesk.models.sheet import Document
from propdesk.models.tables import rows_of
from propdesk.printing.booklets import BOOKLETS
from propdesk.printing.forms import FORMS
from propdesk.printing.press import documents_of
from propdesk.procedures import manual
from propdesk.procedures.sheet import NO_SUCH, PRINTABLES, Printable

IDS = [f"{each.ledger}-{each.document}" for each in PRINTABLES]


def test_every_document_has_a_form_and_items_it_is_printed_of() -> None:
    assert {*FORMS, *BOOKLETS} == set(Document) == {each.document for each in PRINTABLES}
    assert not set(FORMS) & set(BOOKLETS)


def test_a_document_is_declared_once_for_a_ledger() -> None:
    assert max(Counter((each.ledger, each.document) for each in PRINTABLES).values()) == 1


@pytest.mark.parametrize("printable", PRINTABLES, ids=IDS)
def test_what_a_document_asks_of_an_item_is_there(printable: Printable) -> None:
    procedure = manual.procedure(printable.ledger)
    assert set(printable.at) <= {stage.name for stage in procedure.stages} - {"voided"}
    asked = {printable.number_column, printable.only[0] if printable.only else ""} - {""}
    assert asked <= set(rows_of(printable.ledger).columns.keys())


@pytest.mark.parametrize("printable", PRINTABLES, ids=IDS)
def test_a_document_that_is_not_always_there_says_what_is_missing(printable: Printable) -> None:
    assert bool(printable.first) == bool(printable.number_column)
    assert (printable.otherwise != NO_SUCH) == bool(printable.at or printable.only)


def test_a_ledger_offers_its_documents_in_the_order_of_their_declaration() -> None:
    assert documents_of("repair") == documents_of("booking") == (Document.DISPATCH,)
    assert (documents_of("complaint"), documents_of("callback")) == ((Document.COMPLAINT,), (Document.CALLBACK,))
    assert documents_of("key") == (Document.MANDATE, Document.KEY_LABEL, Document.KEY_MEMO)
    assert (documents_of("loan"), documents_of("stocktake")) == ((Document.LOAN,), (Document.STOCKTAKE,))
    assert documents_of("contact") == ()
