"""The forms of all documents, one file a chapter of the manual, put together."""

from collections.abc import Mapping

from propdesk.models.sheet import Document
from propdesk.printing import forms_keys, forms_movein, forms_patrol, forms_requests
from propdesk.printing.documents import Form

FORMS: Mapping[Document, Form] = {
    Document.DISPATCH: forms_requests.DISPATCH,
    Document.COMPLAINT: forms_requests.COMPLAINT,
    Document.CALLBACK: forms_requests.CALLBACK,
    Document.MANDATE: forms_keys.MANDATE,
    Document.KEY_LABEL: forms_keys.KEY_LABEL,
    Document.KEY_MEMO: forms_keys.KEY_MEMO,
    Document.LOAN: forms_keys.LOAN,
    Document.STOCKTAKE: forms_keys.STOCKTAKE,
    Document.MOVEIN_NOTICE: forms_movein.MOVEIN_NOTICE,
    Document.MOVEIN_COURSE: forms_movein.MOVEIN_COURSE,
    Document.MOVEIN_GOODS: forms_movein.MOVEIN_GOODS,
    Document.INSPECTION: forms_movein.INSPECTION,
    Document.KEY_RECEIPT: forms_movein.KEY_RECEIPT,
    Document.FILE_COVER: forms_movein.FILE_COVER,
    Document.PATROL_LOG: forms_patrol.PATROL_LOG,
    Document.PROBLEM_SHEET: forms_patrol.PROBLEM_SHEET,
    Document.PATROL_MONTH: forms_patrol.PATROL_MONTH,
}
"""Every document has one; a test compares them."""
