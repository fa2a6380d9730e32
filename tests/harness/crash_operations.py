"""What a counter does in one short life, told step by step, for `crash_points` to strike at.

A world is a folder with the home, the anchors and whatever else the counter may write to.  Each
operation says `begin` once strikes may fall, `invoked` before an act, then `done`, `failed` (it
was refused, and must not have happened) or `trouble` (nobody knows).
"""

import json
import os
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.harness.traced import say
from tests.harness.world import OPERATOR, draft, make_home, opened

if TYPE_CHECKING:
    from kiosk.desk.context import Desk

CERTAIN = {"disk.full", "disk.readonly"}
"""Troubles that are told before anything was kept."""
COLLEAGUE = "rahima"
ME = {"operator": OPERATOR, "via": "cli"}

Act = Callable[["Desk", str], str]


def tell(**what: object) -> None:
    """Say one thing to whoever watches."""
    say(json.dumps(what).encode())


def attempt(mark: str, act: Callable[[], str]) -> None:
    """Do an act under its mark and tell what became of it."""
    from kiosk.errors import Refused, Unavailable

    tell(invoked=mark)
    try:
        number = act()
    except Refused as error:
        tell(failed=mark, reason=error.problems[0].code)
    except Unavailable as error:
        tell(**{"failed" if error.reason in CERTAIN else "trouble": mark}, reason=error.reason)
    except Exception:  # noqa: BLE001 - no operator can be told anything of it
        tell(trouble=mark, broken=traceback.format_exc())
    else:
        tell(done=mark, number=number)


def desk_of(world: Path) -> "Desk":
    """Return the counter's desk; it is never closed: the process ends first."""
    from kiosk.desk.context import open_desk

    return open_desk(world / "home")


def twice(act: Act, before: Act | None = None) -> Callable[[Path, str], None]:
    """Return an operation that does an act, and once more in the same process, whatever became of the first.

    Strikes begin during the first; those that last go on.  `before` makes ready what each of the two needs.
    """

    def live(world: Path, tag: str) -> None:
        desk = desk_of(world)
        for mark in (tag + "a", tag + "b"):
            if before is not None:
                before(desk, mark)
        tell(begin=True)
        attempt(tag + "a", lambda: act(desk, tag + "a"))
        tell(end=True)
        attempt(tag + "b", lambda: act(desk, tag + "b"))

    return live


# ------------------------------------------------------------------------------ acts


def register(desk: "Desk", mark: str) -> str:
    from kiosk.desk.register import register_application

    return register_application(desk, draft(mark), **ME).application.receive_number


def visit(desk: "Desk", mark: str) -> str:
    from kiosk.desk.log_visit import VisitDraft, log_visit

    log_visit(desk, VisitDraft("told", topic=mark), **ME)
    return ""


def fee(desk: "Desk", mark: str) -> str:
    from kiosk.desk.follow_ups import follow_up
    from kiosk.domain.followups import FeeReceived, Stamp

    stamps = (Stamp(1000, 1, (mark,)),)
    follow_up(desk, FeeReceived(_some_number(desk), stamps=stamps, note=mark), print_slip=False, **ME)
    return ""


def make_ready(desk: "Desk", mark: str) -> str:
    from kiosk.desk.follow_ups import follow_up
    from kiosk.domain.followups import CopyReady

    number = register(desk, f"of-{mark}")
    follow_up(desk, CopyReady(number, folios=2), print_slip=False, **ME)
    return number


def hand_over(desk: "Desk", mark: str) -> str:
    from kiosk.desk.follow_ups import follow_up
    from kiosk.domain.followups import CopyHandedOver

    with desk.store.read() as unit:
        row = unit.one("SELECT receive_number FROM application WHERE state = 'ready' ORDER BY id DESC LIMIT 1")
    assert row
    follow_up(desk, CopyHandedOver(row[0], identity="nid", note=mark), **ME)
    return ""


def correct(desk: "Desk", mark: str) -> str:
    from kiosk.desk.correct import correct_application

    correct_application(desk, _some_number(desk), draft(f"c{mark}"), reason="typing", note=mark, **ME)
    return ""


def void(desk: "Desk", mark: str) -> str:
    from kiosk.desk.void import void_and_register

    done = void_and_register(desk, _last_number(desk), draft(mark), reason="wrong_service", **ME)
    return done.application.receive_number


def shift(desk: "Desk", mark: str) -> str:
    from kiosk.desk.day import hand_over_shift, open_shift

    open_shift(desk, note=f"o{mark}", **ME)
    hand_over_shift(desk, COLLEAGUE, note=mark, **ME)
    return ""


def close_day(desk: "Desk", mark: str) -> str:
    from kiosk.desk.day import close_day as close

    close(desk, hand_over_to=COLLEAGUE, note=mark, **ME)
    return ""


def keep_draft(desk: "Desk", mark: str) -> str:
    from kiosk.desk.drafts import save_draft

    save_draft(desk, OPERATOR, mark.encode())
    return ""


def keep_page(desk: "Desk", mark: str) -> str:
    from kiosk.desk.scans import files_of

    return files_of(desk).put(mark.encode() * 300)


def back_up(desk: "Desk", _mark: str) -> str:
    from kiosk.desk.maintain import back_up as copy

    return copy(desk).name


def change_settings(desk: "Desk", mark: str) -> str:
    from kiosk.settings import read_settings, write_settings

    write_settings(desk.home, replace(read_settings(desk.home), office_line_bn=mark))
    return ""


def print_one(desk: "Desk", _mark: str) -> str:
    from kiosk.desk.print_receipt import print_next

    report = print_next(desk, f"file:{desk.home.parent / 'roll'}")
    return report.outcome if report else ""


def synchronise(world: Path, tag: str) -> None:
    """Register unharmed, then let a round tell the centre and learn what is new, and another one."""
    from kiosk.desk.synchronise import synchronise as go
    from kiosk.errors import Refused, Unavailable

    desk = desk_of(world)
    attempt(f"{tag}a", lambda: register(desk, f"{tag}a"))
    tell(begin=True)
    for again in range(2):
        try:
            report = go(desk)
        except (Refused, Unavailable) as error:
            tell(round=again, reason=getattr(error, "reason", str(error)))
        except Exception:  # noqa: BLE001 - as in `attempt`
            tell(round=again, broken=traceback.format_exc())
        else:
            tell(round=again, reached=report.reached, waiting=report.waiting, news=report.news, reason=report.reason)
        tell(end=True)


def heal(world: Path, tag: str) -> None:
    """Open the home, in whatever state it is, and register."""
    tell(begin=True)
    desk = desk_of(world)
    attempt(tag, lambda: register(desk, tag))


def register_told_early(world: Path, tag: str) -> None:
    """The negative control, deliberately wrong: the number is told before its transaction ends."""
    from kiosk.desk.register import Manner, register_in
    from kiosk.domain.clock import dhaka_day
    from kiosk.domain.intake import accept

    desk = desk_of(world)
    at = desk.clock()
    accepted = accept(draft(tag), desk.catalogue, dhaka_day(at))
    tell(begin=True, invoked=tag)
    with desk.store.write() as unit:
        done = register_in(desk, unit, accepted, Manner(**ME), at)
        tell(done=tag, number=done.application.receive_number)


def _some_number(desk: "Desk") -> str:
    with desk.store.read() as unit:
        row = unit.one("SELECT min(receive_number) FROM application")
    assert row
    return str(row[0])


def _last_number(desk: "Desk") -> str:
    with desk.store.read() as unit:
        row = unit.one("SELECT receive_number FROM application WHERE state = 'received' ORDER BY id DESC LIMIT 1")
    assert row
    return str(row[0])


OPERATIONS: dict[str, Callable[[Path, str], None]] = {
    act.__name__: twice(act)
    for act in (
        register,
        visit,
        fee,
        correct,
        void,
        shift,
        close_day,
        keep_draft,
        keep_page,
        back_up,
        change_settings,
        print_one,
    )
}
OPERATIONS["hand_over"] = twice(hand_over, make_ready)
OPERATIONS |= {live.__name__: live for live in (synchronise, heal, register_told_early)}


def make_world(world: Path, **options: str) -> Path:
    """Set a world up: a counter with two operators and one application; its anchors beside it."""
    from kiosk.desk.operators import add_operator

    world.mkdir()
    os.environ["KIOSK_ANCHOR_DIR"] = str(world / "anchors")
    with opened(make_home(world / "home", **options)) as desk:
        new = {"login": COLLEAGUE, "name_bn": "রহিমা", "role": "operator", "password": "a long enough passphrase"}
        add_operator(desk, by=OPERATOR, **new)
        register(desk, "first")
    return world


def rehearse(folder: Path) -> None:
    """Do every act once, so that its code is loaded."""
    from kiosk.desk.register import register_application

    with opened(make_world(folder / "world") / "home") as desk:
        make_ready(desk, "ready")
        for act in (visit, fee, hand_over, correct, shift, close_day, keep_draft, keep_page, back_up, change_settings):
            act(desk, "rehearsal")
        register_application(desk, draft("rehearsed"), **ME)
