"""200 kills of headless registration: every number that was shown is there once, and reaches the centre once."""

from kiosk.desk.synchronise import synchronise, verify_with_server
from tests.harness.history import complaints
from tests.harness.kill_rig import KillRig
from tests.harness.world import enrolled_home, make_home, opened, own_applications

KILLS = 200
SEED = 20261123


def test_every_number_that_was_shown_survives_200_kills(tmp_path, centre, history):
    home = enrolled_home(tmp_path / "home", centre, 1)
    with KillRig(home, history, SEED) as rig:
        rig.lives(KILLS)
    assert sum(rig.deaths.values()) == KILLS
    assert min(rig.deaths.get(where, 0) for where in ("while opening", "after invoking", "after showing")) > 0
    assert len(history.shown) > KILLS
    with opened(home) as desk:
        assert complaints(history, own_applications(desk)) == []
        assert synchronise(desk).waiting == 0
        assert verify_with_server(desk).agree
    assert complaints(history, centre.kept()) == []


def test_the_rig_catches_a_program_that_shows_before_it_commits(tmp_path, history):
    home = make_home(tmp_path / "home")
    with KillRig(home, history, SEED, driver="say_before_commit") as rig:
        rig.lives(30)
    with opened(home) as desk:
        assert complaints(history, own_applications(desk)) != []
