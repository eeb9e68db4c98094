"""Who inside the house acts on a matter."""

from propdesk.i18n import N_
from propdesk.models.base import Choice


class Department(Choice):
    """A department that can be told, pressed and held to its word (manual: table of roles)."""

    ENGINEERING = "engineering", N_("Engineering")
    SECURITY = "security", N_("Security")
    CLEANING = "cleaning", N_("Cleaning and greening")
    FINANCE = "finance", N_("Finance")
    SERVICE = "service", N_("Customer service")
    OFFICE = "office", N_("Management office")
    DEVELOPER = "developer", N_("Developer")
