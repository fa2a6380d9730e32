import subprocess
import sys

import pytest

from installer import bootstrap as door


@pytest.mark.parametrize(
    ("platform", "env", "shown"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_window_needs_a_display(platform, env, shown):
    assert door.has_display(platform, env) is shown


def test_run_shows_the_window_or_plays_the_day():
    assert door.demo_arguments([], display=True) == ["demo"]
    assert door.demo_arguments(["--out", "day"], display=False) == ["demo", "--headless", "--out", "day"]
    assert door.demo_arguments(["--headless"], display=False) == ["demo", "--headless"]


def test_what_follows_the_word_is_passed_on():
    assert door.split_arguments(["test", "-k", "numbering", "-x"]) == ("test", "push", ["-k", "numbering", "-x"])
    assert door.split_arguments(["test", "--tier", "long", "-k", "n"]) == ("test", "long", ["-k", "n"])
    assert door.split_arguments(["bench", "--peers"]) == ("bench", "push", ["--peers"])
    assert door.split_arguments(["run", "--out", "day"]) == ("run", "push", ["--out", "day"])


@pytest.mark.parametrize("argv", [[], ["dance"], ["test", "--tier", "tall"]])
def test_wrong_usage_is_2(argv, capsys):
    with pytest.raises(SystemExit) as stopped:
        door.split_arguments(argv)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_each_word_asks_only_for_what_it_needs():
    bare = {"display": False, "ensurepip": True, "python": (3, 12)}
    assert door.wanted_packages("check", **bare) == []
    assert door.wanted_packages("lock", **bare | {"ensurepip": False}) == ["python3.12-venv"]
    assert "libxcb-cursor0" not in door.wanted_packages("run", **bare)
    assert "libxcb-cursor0" in door.wanted_packages("run", **bare | {"display": True})
    assert set(door.APT_TESTS) <= set(door.wanted_packages("test", **bare))
    assert not set(door.APT_LONG) & set(door.wanted_packages("test", **bare))
    assert set(door.APT_LONG) <= set(door.wanted_packages("test", **bare, tier="long"))


def test_either_name_of_a_library_will_do():
    wanted = ["libegl1", "libglib2.0-0|libglib2.0-0t64"]
    assert door.missing_packages(wanted, "libegl1 installed\nlibglib2.0-0t64 installed\n") == []
    assert door.missing_packages(wanted, "libegl1 config-files\n") == ["libegl1", "libglib2.0-0"]
    assert door.missing_packages(wanted, "") == ["libegl1", "libglib2.0-0"]


def test_an_unfinished_moved_or_foreign_environment_starts_from_nothing():
    wanted = {"lock": "new", "python": "3.12", "place": "/here/.venv"}
    assert not door.must_rebuild(wanted | {"lock": "old"}, wanted, python_there=True)
    assert door.must_rebuild({}, wanted, python_there=True)
    assert door.must_rebuild(wanted, wanted, python_there=False)
    assert door.must_rebuild(wanted | {"python": "3.11"}, wanted, python_there=True)
    assert door.must_rebuild(wanted | {"place": "/there/.venv"}, wanted, python_there=True)


@pytest.mark.parametrize("content", ["", "{", "[]", '"x"'])
def test_a_broken_stamp_is_no_stamp(tmp_path, content):
    stamp = tmp_path / "stamp.json"
    assert door.read_stamp(stamp) == {}
    stamp.write_text(content)
    assert door.read_stamp(stamp) == {}


def test_two_starts_take_turns(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(door, "ROOT", tmp_path)
    wait = f"import sys; sys.path.insert(0, {str(door.INSTALLER)!r})\nimport bootstrap as b, pathlib\n"
    wait += f"b.ROOT = pathlib.Path({str(tmp_path)!r})\nwith b.turn(): print('mine', flush=True)\n"
    with door.turn():
        other = subprocess.Popen([sys.executable, "-c", wait], stdout=subprocess.PIPE, text=True)
        assert "waiting" in other.stdout.readline()
    assert other.communicate(timeout=30)[0] == "mine\n"
    assert other.returncode == 0


def test_the_summary_names_what_failed():
    good, bad = door.Outcome("lint", 0, 0.1), door.Outcome("types", 1, 2.0)
    assert door.summary([good]).endswith("All is well.")
    assert door.summary([good, bad]).endswith("Failed: types.")
