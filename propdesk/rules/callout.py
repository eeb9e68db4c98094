"""Whom to ring for a danger: the site's list in its order, then the public numbers (manual P15: call-out list)."""

from collections.abc import Mapping

from propdesk.i18n import N_
from propdesk.settings import OnCall

POLICE, FIRE, AMBULANCE = (
    OnCall(N_("Police"), "", "110"),
    OnCall(N_("Fire brigade"), "", "119"),
    OnCall(N_("Ambulance"), "", "120"),
)
PUBLIC_NUMBERS = frozenset({POLICE.phone, FIRE.phone, AMBULANCE.phone})
PUBLIC: Mapping[str, tuple[OnCall, ...]] = {
    "lift": (FIRE,),
    "fire": (FIRE, AMBULANCE),
    "gas": (FIRE,),
    "burst_pipe": (),
    "injury": (AMBULANCE,),
    "fight": (POLICE, AMBULANCE),
    "other": (POLICE, FIRE, AMBULANCE),
}
"""The public numbers of each danger (its stored value), where the site's own list has them not."""


def to_ring(danger: str, listed: tuple[OnCall, ...]) -> list[OnCall]:
    """Whom to ring for a danger, in order; who is listed without dangers is rung for every one."""
    own = [each for each in listed if danger in each.dangers or not each.dangers]
    known = {each.phone for each in own}
    return [*own, *(each for each in PUBLIC.get(danger, ()) if each.phone not in known)]
