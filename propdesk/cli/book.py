"""The executable manual and the rulebook, for people and for scripts."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propdesk import i18n, locations
from propdesk.cli import output
from propdesk.cli.misused import Misused
from propdesk.cli.options import Json
from propdesk.cli.tools import Tools
from propdesk.i18n import N_, _

if TYPE_CHECKING:
    from propdesk.procedures.step import Procedure, Step
    from propdesk.rules.rulebook import Rule, Rulebook

HEADS = (N_("Code"), N_("Figure"), N_("Responsible"), N_("Escalates to"), N_("Title"), N_("Source"))
NO_CHAPTER = N_("The manual has no part “{name}”. Parts: {known}.")
LISTS = {
    "starts": N_("starts"),
    "may_start": N_("may start"),
    "meets": N_("meets"),
    "may_meet": N_("may meet"),
    "ends": N_("ends"),
    "then": N_("may go on to"),
    "guards": N_("guards"),
}


def manual(
    context: typer.Context,
    ledger: Annotated[
        str | None, typer.Argument(metavar="LEDGER", help=N_("Only this part, such as complaint."))
    ] = None,
    as_json: Json = False,
) -> None:
    """Print what can be done, when, by whom and with which form."""
    from propdesk.cli import shapes
    from propdesk.procedures import manual as executable

    chosen = [each for each in executable.PROCEDURES if ledger in (None, each.ledger)]
    if not chosen:
        known = ", ".join(each.ledger for each in executable.PROCEDURES)
        raise Misused(NO_CHAPTER, name=ledger, known=known)
    if as_json:
        output.out_json({"ledgers": [shapes.ledger(each) for each in chosen]})
    else:
        output.out("\n".join(line for each in chosen for line in _chapter(each)).rstrip())


def rules(context: typer.Context, as_json: Json = False) -> None:
    """Print the timed rules with the figures of this site."""
    from propdesk.cli import shapes, words

    tools: Tools = context.obj
    book = _rulebook(tools)
    if as_json:
        output.out_json([shapes.rule(rule, _in_both(rule)) for rule in book.rules.values()])
        return
    rows = [
        [
            rule.code,
            words.figure(rule),
            words.role(rule.owner),
            words.role(rule.escalates_to),
            _(rule.title),
            rule.source,
        ]
        for rule in book.rules.values()
    ]
    output.out("\n".join(output.columns([[_(head) for head in HEADS], *rows])))


def _in_both(rule: "Rule") -> Mapping[str, str]:
    from propdesk.cli import words

    spoken, figures = i18n.language(), {}
    for language in i18n.LANGUAGES:
        i18n.use_language(language)
        figures[language] = words.figure(rule)
    i18n.use_language(spoken)
    return figures


def _rulebook(tools: Tools) -> "Rulebook":
    """The rulebook with the site's own amounts where there is a desk, else as shipped."""
    from propdesk.rules.rulebook import load_rulebook

    if tools.first.state == "ready" and tools.first.operators:
        with tools.desk() as desk:
            return desk.site.rulebook
    return load_rulebook(locations.data() / "rulebook.toml")


def _chapter(procedure: "Procedure") -> Iterator[str]:
    chapters = ", ".join(procedure.chapters)
    yield f"# {_(procedure.title)} ({procedure.ledger}; {chapters}{'; ' + procedure.form if procedure.form else ''})"
    if procedure.stages:
        stages = (f"{each.name} “{_(each.label)}”{'.' if each.final else ''}" for each in procedure.stages)
        yield f"{_('Stages')}: {', '.join(stages)}"
    yield ""
    for step in procedure.steps:
        yield from _step(step)


def _step(step: "type[Step]") -> Iterator[str]:
    from propdesk.cli import words

    yield f"{step.name()}  “{_(step.label)}”{f'  [{step.key}]' if step.key else ''}"
    if i18n.language() == "en":
        yield f"    {' '.join((step.__doc__ or '').split())}"
    if step.at or step.to:
        yield f"    {', '.join(step.at) or '-'} → {', '.join(step.to) or '='}"
    yield f"    {_('by')}: {words.roles(step.by) or 'system'}"
    for name, label in LISTS.items():
        if found := getattr(step, name):
            yield f"    {_(label)}: {', '.join(found)}"
    for signing in step.signs:
        yield f"    {_('signature')}: {signing.key} “{_(signing.label)}”{' *' if signing.must else ''}"
    if step.source:
        yield f"    {_('source')}: {step.source}"
    for name, field in step.model_fields.items():
        yield f"      {_field(name, field)}"
    yield ""


def _field(name: str, field: Any) -> str:
    from propdesk.procedures.forms import choice_of, extra_of

    extra = extra_of(field)
    choice = choice_of(field)
    answers = f": {' | '.join(member.value for member in choice)}" if choice else ""
    when = extra.get("when")
    asked = f"  ({when['field']} = {' | '.join(when['in'])})" if when else ""
    return (
        f"{name}{' *' if field.is_required() or extra.get('must') else ''}  “{_(str(extra['label']))}”{answers}{asked}"
    )
