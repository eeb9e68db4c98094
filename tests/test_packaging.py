"""What a site installs is whole."""

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names inside the wheel that the sources make today."""
    folder = tmp_path_factory.mktemp("wheel")
    built = next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_the_wheel_carries_every_data_file(wheel: set[str]) -> None:
    data = {path.relative_to(ROOT).as_posix() for path in (ROOT / "data").rglob("*") if path.is_file()}
    assert data
    assert {f"propdesk/{name}" for name in data} <= wheel


def test_the_wheel_carries_the_words_and_the_migrations(wheel: set[str]) -> None:
    assert "propdesk/locale/zh_CN/LC_MESSAGES/propdesk.mo" in wheel
    assert "propdesk/store/migrations/env.py" in wheel
    assert any(name.startswith("propdesk/store/migrations/versions/0001") for name in wheel)


def test_the_wheel_carries_every_module(wheel: set[str]) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "propdesk").rglob("*.py")}
    assert modules <= wheel
