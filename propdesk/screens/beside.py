"""What stands beside the form of a step: a pane by the step's name, listed by hand."""

from collections.abc import Mapping

from propdesk.screens.form_fields import SideFactory
from propdesk.screens.key_beside import KeyPane

PANES: Mapping[str, SideFactory] = {
    "loan.lend": KeyPane,
    "loan.extend": KeyPane,
    "loan.return": KeyPane,
    "loan.reissue": KeyPane,
    "key.handback": KeyPane,
    "key.lose": KeyPane,
    "key.set_rules": KeyPane,
    "key.rehang": KeyPane,
    "key.adjust": KeyPane,
}
"""By step; the form of a step that is not here has no pane."""
