"""Whether another connection wrote."""

from propdesk.store.watch import Watch
from tests.conftest import Counter


def test_nothing_written_is_no_change(counter: Counter) -> None:
    watch = Watch(counter.desk.path)
    assert not watch.changed()
    watch.close()


def test_an_act_is_seen_once(counter: Counter) -> None:
    watch = Watch(counter.desk.path)
    counter.do("log.note", text="大门灯坏了")
    assert watch.changed()
    assert not watch.changed()
    watch.close()
