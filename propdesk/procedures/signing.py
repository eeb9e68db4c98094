"""Signatures: what was offered with an act, checked before anything is written. A PIN never goes beyond this file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from propdesk.errors import Refused
from propdesk.i18n import N_, Words
from propdesk.procedures.forms import LINE, STRANGE, TOO_LONG
from propdesk.procedures.step import Signing, Step
from propdesk.procedures.tx import Actor, Signed
from propdesk.rules.text import strange_character

SignIn = Callable[[str, str], Actor]
"""Who has that name and PIN; refuses, and counts the failure, where nobody has."""


@dataclass(frozen=True)
class Signature:
    """A signature offered with an act: an operator's by PIN, or a named person's on paper or by phone."""

    key: str
    name: str
    pin: str | None = None
    capacity: str = ""
    proof: str = "paper"


def verified(step: type[Step], offered: Sequence[Signature], actor: Actor, sign_in: SignIn) -> dict[str, Signed]:
    """The signatures of a step by their keys.

    Raises:
        Refused: one is not asked for, incomplete, not theirs to give, or missing.
    """
    wanted = {signing.key: signing for signing in step.signs}
    found: dict[str, Signed] = {}
    for signature in offered:
        if signature.key not in wanted:
            raise Refused("signature", N_("“{step}” takes no signature “{key}”."),
                          step=Words(step.label), key=signature.key)  # fmt: skip
        found[signature.key] = _verified(wanted[signature.key], signature, actor, sign_in)
    for signing in wanted.values():
        if signing.must and signing.key not in found:
            raise Refused(signing.guard, N_("This needs a signature: {label}."), field=signing.key,
                          label=Words(signing.label))  # fmt: skip
    return found


def _verified(signing: Signing, signature: Signature, actor: Actor, sign_in: SignIn) -> Signed:
    by_pin = signing.roles and not (signing.paper and signature.pin is None)
    return _by_pin(signing, signature, actor, sign_in) if by_pin else _named(signature)


def _by_pin(signing: Signing, signature: Signature, actor: Actor, sign_in: SignIn) -> Signed:
    signer = sign_in(signature.name, signature.pin or "")
    if signer.id == actor.id and not signing.own:
        raise Refused("separation", N_("The second signature must be somebody else's."), field=signature.key)
    if not signer.roles & signing.roles:
        raise Refused("role", N_("{name} may not sign this."), field=signature.key, name=signer.name)
    return Signed(signature.key, signer.name, "operator", "pin", signer.id)


def _named(signature: Signature) -> Signed:
    if not signature.name.strip() or not signature.capacity.strip():
        raise Refused("signature", N_("A signature needs name and capacity of who signed."), field=signature.key)
    for text in (signature.name, signature.capacity):
        if found := strange_character(text.strip()):
            raise Refused("strange", STRANGE, field=signature.key, position=found[0], character=found[1])
        if len(text) > LINE:
            raise Refused("long", TOO_LONG, field=signature.key, length=len(text), limit=LINE)
    if signature.proof not in {"paper", "phone"}:
        raise Refused("signature", N_("A signature is given on paper or by phone."), field=signature.key)
    return Signed(signature.key, signature.name.strip(), signature.capacity.strip(), signature.proof)
