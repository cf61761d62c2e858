"""Runs one after another: when something is due or said, and on after what passes."""

from contextlib import suppress
from dataclasses import replace

import pytest

from harvester.errors import ArchiveDamaged, ArchiveLocked, ArchiveUnwritable, ConfigError
from harvester.harvest import forever as module
from harvester.harvest.forever import LOOK_S, forever
from harvester.harvest.report import summed


class Enough(Exception):
    """The test has seen enough."""


@pytest.fixture
def served(desk):
    """Looks at the archive, and between two looks what happens; it returns the captures of each run."""

    def serve(*meanwhile, load=None, run=None):
        reports, problems = [], []
        path = module.Path(desk.db.conn.execute("PRAGMA database_list").fetchone()[2])
        happenings = iter(meanwhile)

        def wait(seconds):
            assert seconds == LOOK_S
            happening = next(happenings, None)
            if happening is None:
                raise Enough
            happening()

        def settings():
            return replace((load or (lambda: desk.settings))(), archive=path)

        def one(given):
            desk.settings = given
            reports.append(run() if run else summed(desk.events()))

        with suppress(Enough):
            problems.extend(
                type(each).__name__ if each else "" for each in forever(settings, one, wait, desk.now)
            )
        return [report.captures for report in reports], problems

    return serve


def nothing():
    pass


def test_a_run_at_the_start_and_when_something_is_due(desk, served):
    desk.follow("/pier", every_s=86_400)

    def next_day():
        desk.day += 1

    captures, problems = served(nothing, nothing, next_day, nothing)
    assert captures == [1, 1]
    assert problems == [""] * 5


def test_what_somebody_adds_is_asked_for(desk, served):
    desk.follow("/pier", every_s=86_400)
    captures, _ = served(nothing, lambda: desk.follow("/quay", every_s=86_400), nothing)
    assert captures == [1, 1]


def test_changed_settings_are_read_again(desk, served):
    captures, _ = served(lambda: desk.declare(("/pier", {"kind": "page", "every_s": 86_400})), nothing)
    assert captures == [0, 1]


def test_wrong_settings_are_told_and_the_ones_before_hold(desk, served):
    desk.follow("/pier", every_s=86_400)
    faults = iter([None, ConfigError("harvester.toml", "is not TOML"), None])

    def load():
        if fault := next(faults):
            raise fault
        return desk.settings

    captures, problems = served(nothing, nothing, load=load)
    assert captures == [1]
    assert problems == ["", "ConfigError", ""]


def test_wrong_settings_at_the_start_end_it(served):
    def load():
        raise ConfigError("harvester.toml", "is not TOML")

    with pytest.raises(ConfigError):
        served(load=load)


@pytest.mark.parametrize("kind", [ArchiveLocked, ArchiveUnwritable])
def test_what_passes_is_waited_for(desk, served, kind):
    desk.follow("/pier", every_s=86_400)
    faults = iter([kind(module.Path("tarvel.db"), "it is held", "Wait."), None])

    def run():
        if fault := next(faults):
            raise fault
        return summed(desk.events())

    captures, problems = served(nothing, run=run)
    assert captures == [1]
    assert problems == [kind.__name__, ""]


def test_a_damaged_archive_ends_it(desk, served):
    desk.follow("/pier", every_s=86_400)

    def run():
        raise ArchiveDamaged(module.Path("tarvel.db"), "it is malformed", "Restore it.")

    with pytest.raises(ArchiveDamaged):
        served(run=run)
