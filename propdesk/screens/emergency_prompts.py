"""What to ask and what to do at once, danger by danger; msgids, read out over the telephone."""

from collections.abc import Mapping

from propdesk.i18n import N_

FIRST = N_("Where exactly: building, floor, lift or flat? Who is calling, from which number?")
"""What is asked whatever the danger."""

PROMPTS: Mapping[str, tuple[str, ...]] = {
    "lift": (
        N_("How many people are inside? Children, old people, anybody ill?"),
        N_("Between which floors does it stand? Light and air inside?"),
        N_("Tell them: stay calm, away from the door, do not force it. Stay on the line."),
        N_("Send security to the floor to talk to them until the engineer is there."),
    ),
    "fire": (
        N_("What burns, on which floor? Is anybody still inside?"),
        N_("Tell them: out by the stairs, low under smoke, no lift, doors shut."),
        N_("Security: fire alarm, smoke doors, clear the way for the engines, meet them at the gate."),
        N_("Engineering: power and gas off on the floor, lifts down, fire pumps on."),
    ),
    "gas": (
        N_("Where does it smell, since when? Is anybody dizzy?"),
        N_("Tell them: no switch, no flame, no telephone inside; windows open, valve shut, everybody out."),
        N_("Security: keep people and cars away, ring no doorbells, knock."),
        N_("Engineering: gas valve of the riser shut; power off from outside only."),
    ),
    "burst_pipe": (
        N_("Which pipe: water, heating, sewage? Which rooms and floors does it reach?"),
        N_("Is water near sockets or the distribution box? Then power off first."),
        N_("Tell them: shut the valve of the flat, move what is on the floor."),
        N_("Engineering: valve of the riser shut, lifts of that building out of the water."),
    ),
    "injury": (
        N_("What happened? Awake, breathing, bleeding? How old?"),
        N_("Tell them: do not move the person; press on the wound; stay on the line."),
        N_("Send somebody to the gate to lead the ambulance, and hold the lift."),
        N_("Whom of the family can we ring?"),
    ),
    "fight": (
        N_("How many people, any knives or tools? Is anybody hurt?"),
        N_("Tell them: keep away, lock the door, do not step in."),
        N_("Security: two together, part and calm; keep what the cameras saw."),
        N_("Whoever threatens to come back: tell the next shift."),
    ),
    "other": (
        N_("What is happening, who is in danger, does it grow?"),
        N_("What must be shut off: power, gas, water, lift?"),
        N_("Keep people away; send security to look and report back."),
    ),
}
"""By the stored value of a danger."""
