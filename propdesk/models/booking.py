"""The register of special services (特色服务登记表; manual P06)."""

from sqlmodel import Field

from propdesk.models.workorder import WorkOrder


class Booking(WorkOrder, table=True):
    """One booked service; `service` is its name in the site's list."""

    service: str = Field(max_length=40)
