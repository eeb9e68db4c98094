"""A complaint of which several documents are printed, for a desk whose ledgers have one each."""

from propdesk.models.sheet import Document
from propdesk.procedures.sheet import Printable

SEVERAL = (
    Printable(Document.COMPLAINT, "complaint", only=("public", (True,)), otherwise="{number} is nobody else's matter."),
    Printable(Document.DISPATCH, "complaint", at=("received",), otherwise="{number} is past that: {document}."),
    Printable(Document.CALLBACK, "complaint", at=("received", "classified"), otherwise="{number} is long past that."),
)
"""One document for some complaints only, and two for some of their stages."""
