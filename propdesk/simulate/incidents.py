"""Incidents and emergencies of a simulated desk: many callers, one record; danger, and who was rung."""

from datetime import datetime, timedelta
from typing import Any

from propdesk.simulate import callbacks, texts
from propdesk.simulate.world import Case, World


def incident(world: World) -> Case:
    """Power, water, a lift or a riser fails in one building: the first call, the others, the ring-backs."""
    matter = texts.matter(world.random, "incident")
    first = world.home()
    neighbours = [home for home in world.homes if home.building == first.building and home is not first]
    world.random.shuffle(neighbours)
    hours = world.random.uniform(0.7, 3.5)
    done = world.do(
        "incident.open", utility=matter["utility"], building=first.building, say=matter["say"], text=matter["text"],
        expected=world.now + timedelta(hours=hours * world.random.uniform(0.85, 1.5)), department=matter["department"],
        told=texts.told(world.random, "engineering"),
    )  # fmt: skip
    number = str(done.item)
    for home in [first, *neighbours[: world.random.randrange(2, 13)]]:
        words, wants = world.random.choice(matter["words"]), world.chance(0.4)
        subject: dict[str, Any] = {"unit": home.code, "person": home.person, "phone": home.phone}
        world.do("incident.add_caller", number, **subject, words=words, wants=wants)
        if "COMP.COLLECTIVE_NOW" in world.stands(number).clocks and world.chance(0.85):
            world.do("incident.report_up", number, whom=world.crew.manager.name)
        yield world.after(0.5, 14)
    yield max(world.now, _ends(world, hours))
    world.do("incident.over", number, cause=matter["cause"], result=matter["result"], say="已恢复")
    while "CALL.PROGRESS_RESULT" in world.stands(number).clocks:
        yield world.after(1, 6)
        answered = world.chance(0.9)
        given_up = None if answered else "无人接听，已发短信"
        world.do("incident.ring_back", number, outcome="answered" if answered else "no_answer", given_up=given_up)
    if "COMP.COLLECTIVE_NOW" in world.stands(number).clocks:
        world.do("incident.report_up", number, whom=world.crew.manager.name, note="补报")
    yield world.after(5, 60)
    world.do("incident.close", number)


def _ends(world: World, hours: float) -> datetime:
    """When it is over."""
    return world.now + timedelta(hours=hours / 2)


def emergency(world: World) -> Case:
    """Somebody is in danger: rung, on the spot, made safe, reported, closed."""
    matter = texts.matter(world.random, "emergency")
    home = world.home()
    call = world.do(
        "contact.receive", kind="emergency", danger=matter["danger"], text=matter["text"],
        place=f"{home.building}号楼一层", caller=home.person, phone=home.phone,
    )  # fmt: skip
    (number,) = world.opened(call, "emergency")
    yield world.after(0.3, 1.5)
    whom = texts.told(world.random, "security")
    world.do("emergency.attempt", number, purpose="on_call", whom=whom, outcome="answered")
    yield world.after(0.5, 3)
    if "DUTY.MAJOR_NOW" in world.stands(number).clocks:
        whom = world.crew.supervisor.name
        world.do("emergency.attempt", number, purpose="escalate", whom=whom, outcome="answered", note="已赶来")
    yield world.after(1.5, 6)
    world.do("emergency.arrive", number, who=texts.told(world.random, "engineering"))
    yield world.after(8, 70)
    world.do("emergency.make_safe", number, measures=world.random.choice(matter["measures"]))
    yield world.at_work(world.after(120, 600))
    done = world.do("emergency.close", number, result=matter["result"])
    for again in world.opened(done, "callback"):
        world.spawn(callbacks.callback(world, home, again))
