"""The arguments of every command, and what each exit code means.

0 done · 1 refused, a person can mend it · 2 wrong usage · 3 unavailable or not known
(nothing lost) · 70 our fault.  Every command's code is imported when it is asked for.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from kiosk import __version__
from kiosk.errors import Refused, Unavailable

DONE, REFUSED, USAGE, UNAVAILABLE, FAULT = 0, 1, 2, 3, 70


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = sys.argv[1:] if argv is None else list(argv)
    args = _plain_run(given) or parser().parse_args(given)
    module, _, name = args.handler.partition(":")
    try:
        return int(getattr(import_module(f"kiosk.commands.{module}"), name)(args) or DONE)
    except Refused as refused:
        _say_problems(args, refused)
        return REFUSED
    except Unavailable as unavailable:
        _say_unavailable(args, unavailable)
        return UNAVAILABLE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except Exception as fault:  # noqa: BLE001 - the last catcher: apologise, never show insides
        return _say_fault(args, fault)


def _plain_run(given: list[str]) -> argparse.Namespace | None:
    """Return the arguments of `kiosk run [--home DIR]`, the daily start: the whole parser takes as long as its window."""
    rest = [word for word in given if word != "run"]
    if len(given) - len(rest) != 1 or (rest and (len(rest) != 2 or rest[0] != "--home" or rest[1].startswith("-"))):
        return None
    home = Path(rest[1]) if rest else None
    return argparse.Namespace(handler="start:run", home=home, operator=None, json=False)


def answer(args: argparse.Namespace, value: dict[str, Any], text: str = "") -> None:
    """Print one answer: an object a line with `--json`, else the text meant for people."""
    if args.json:
        import json

        print(json.dumps(value, ensure_ascii=False), flush=True)
    elif text:
        print(text, flush=True)


def problems_as_json(refused: Refused) -> list[dict[str, str]]:
    """Return the problems of a refusal in both languages."""
    from kiosk.i18n import sentence

    return [
        {
            "field": problem.field,
            "code": problem.code,
            "message_bn": sentence(problem.code, "bn", **problem.params),
            "message_en": sentence(problem.code, "en", **problem.params),
        }
        for problem in refused.problems
    ]


def problems_as_text(refused: Refused) -> str:
    """Return the problems of a refusal, a line each, in the language in use."""
    from kiosk.i18n import language

    key = f"message_{language()}"
    return "\n".join(
        f"{problem['field']}: {problem[key]}" if problem["field"] else problem[key]
        for problem in problems_as_json(refused)
    )


def _say_problems(args: argparse.Namespace, refused: Refused) -> None:
    if args.json:
        answer(args, {"ok": False, "errors": problems_as_json(refused)})
    else:
        print(problems_as_text(refused), file=sys.stderr)


def _say_unavailable(args: argparse.Namespace, unavailable: Unavailable) -> None:
    from kiosk.i18n import sentence

    if args.json:
        answer(args, {"ok": False, "reason": unavailable.reason})
    else:
        print(sentence(unavailable.reason, **unavailable.params), file=sys.stderr)


def _say_fault(args: argparse.Namespace, fault: Exception) -> int:
    from kiosk.commands.faults import apologise

    reference = apologise(args.home, fault)
    if args.json:
        answer(args, {"ok": False, "reason": "fault", "reference": reference})
    return FAULT


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command; `--home`, `--operator`, `--json` go before or after it."""
    top = argparse.ArgumentParser(prog="kiosk", description=__doc__.partition("\n")[0], parents=[_common(first=True)])
    top.add_argument("--version", action="version", version=f"kiosk {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _Family(commands).fill()
    return top


def _common(*, first: bool) -> argparse.ArgumentParser:
    """Return the options that every command takes; only the top one holds the defaults."""

    def default(value: Any) -> Any:
        return value if first else argparse.SUPPRESS

    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--home", type=Path, default=default(None), help="the folder with this counter's data")
    options.add_argument("--operator", default=default(None), metavar="LOGIN", help="who acts")
    options.add_argument("--json", action="store_true", default=default(False), help="one object a line")
    return options


class _Family:
    """Adds commands under a group, each with the common options."""

    def __init__(self, group: Any) -> None:
        self._group = group

    def add(self, name: str, handler: str, about: str) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = self._group.add_parser(
            name, help=about, description=about, parents=[_common(first=False)]
        )
        command.set_defaults(handler=handler)
        return command

    def group(self, name: str, about: str) -> "_Family":
        below = self._group.add_parser(name, help=about, parents=[_common(first=False)])
        return _Family(below.add_subparsers(required=True, metavar="WHAT"))

    def fill(self) -> None:
        self._start()
        self._intake()
        self._changes()
        self._later()
        self._paper()
        self._upkeep()
        self._central()

    def _start(self) -> None:
        run = self.add("run", "start:run", "the counter window; the first start opens set-up")
        run.add_argument("--practice", action="store_true", help="counter 00 with invented visitors, in its own home")
        self.add("setup", "start:setup", "the same set-up without a window").add_argument(
            "--file", type=Path, required=True, help="the set-up file (TOML)"
        )
        from kiosk.demo.look import LOOKS

        demo = self.add("demo", "start:demo", "server, printer and counter on this machine, with invented visitors")
        demo.add_argument("--headless", action="store_true", help="play the day through the real window, off-screen")
        demo.add_argument("--out", type=Path, help="where pictures, receipts and report.json go")
        looks = demo.add_mutually_exclusive_group()
        looks.add_argument("--look", choices=LOOKS, help="play it in this size and language (headless)")
        looks.add_argument(
            "--every-look", action="store_true", help="play it in each of them, beside each other, with contact sheets"
        )

    def _intake(self) -> None:
        self.add("services", "intake:services", "the catalogue in force")
        register = self.add("register", "intake:register", "register applications from JSON lines")
        register.add_argument("--file", help="JSON lines; - is standard input")
        register.add_argument("--eml", nargs="+", metavar="FILE", help="e-mails become drafts in the tray")
        register.add_argument("--scan", action="append", default=[], metavar="FILE", help="a paper of the only line")
        register.add_argument("--schema", action="store_true", help="print the JSON Schema of a line")
        register.add_argument("--print", action="store_true", dest="print_now", help="print each receipt at once")
        register.add_argument("--strict", action="store_true", help="refuse duplicates")
        visit = self.add("visit", "intake:visit", "log a helpdesk visit")
        asked = visit.add_mutually_exclusive_group(required=True)
        asked.add_argument("--service", default="", metavar="CODE")
        asked.add_argument("--topic", default="", metavar="TEXT")
        visit.add_argument("--answer", required=True, choices=("told", "slip", "sent", "begun", "callback"))
        for name in ("name", "mobile", "note"):
            visit.add_argument(f"--{name}", default="")
        self.add("status", "intake:status", "the state of an application").add_argument("number")
        manual = self.add("manual", "guide:manual", "the counter's manual as one page (HTML)")
        manual.add_argument("--to", type=Path, default=Path("manual.html"), metavar="FILE")
        manual.add_argument("--language", choices=("bn", "en"), default="")
        guide = self.add("guide", "guide:guide", "where to go with a wish, by any everyday word")
        guide.add_argument("word", nargs="+")
        guide.add_argument("--limit", type=int, default=4)
        self.add("find", "intake:find", "search by number, phone, name or service").add_argument("text")

    def _changes(self) -> None:
        correct = self.add("correct", "changes:correct", "correct a saved application")
        correct.add_argument("number")
        correct.add_argument("--file", required=True, help="JSON with what changes, as a line of register --file")
        void = self.add("void", "changes:void", "cancel an application; its number stays")
        void.add_argument("number")
        void.add_argument("--again", action="store_true", help="register the same data under a new number")
        void.add_argument("--file", help="with --again: JSON with what changes")
        for command in (correct, void):
            command.add_argument("--reason", required=True, metavar="CODE")
            command.add_argument("--note", default="")
        about = "declare a day off, or a working day; tell whose promise moves"
        self._day(self.add("holiday", "changes:declare", about))

    @staticmethod
    def _day(declare: argparse.ArgumentParser) -> None:
        declare.add_argument("day", help="2026-12-01 or 01-12-2026")
        declare.add_argument("--name", default="", help="why, e.g. নির্বাহী আদেশে ছুটি")
        kind = declare.add_mutually_exclusive_group()
        kind.add_argument("--working", action="store_true", help="a working day instead")
        kind.add_argument("--usual", action="store_true", help="take a declaration back")

    def _later(self) -> None:
        follow = self.add(
            "follow", "follow:follow", "what is done with an application later; without an act: what can be"
        )
        follow.add_argument("number")
        follow.add_argument("act", nargs="?", default="", help="paper.received, fee.demanded, copy.ready …")
        follow.add_argument("values", nargs="*", metavar="NAME=VALUE", help="what the act says, e.g. folios=3")
        follow.add_argument("--file", default="", help="JSON with what the act says, for lists of stamps")
        follow.add_argument("--proof", default="", help="slip.lost: what the person says of the fact")
        calls = self.add("callbacks", "daily:callbacks", "calls to make today, or what became of one")
        calls.add_argument("visit", nargs="?", default="", help="the visit's id")
        calls.add_argument("--result", choices=("done", "not_reached", "again"))
        calls.add_argument("--again-on", default="", metavar="DAY")
        calls.add_argument("--became", default="", metavar="NUMBER")
        day = self.add("day", "daily:day", "the counter's day: what was done, what remains; its closing")
        day.add_argument("--day", default="", help="2026-11-23; default: today")
        day.add_argument("--close", action="store_true", help="close it")
        day.add_argument("--hand-over-to", default="", metavar="LOGIN", help="with --close: who takes what remains")
        outage = self.add("outage", "daily:outage", "outages of a day, or note one")
        outage.add_argument("what", nargs="?", default="", help="line, power or printer")
        for name in ("since", "until"):
            outage.add_argument(f"--{name}", default="", metavar="TIME", help="14:05, or 2026-11-23T14:05")
        for command in (calls, day, outage):
            command.add_argument("--note", default="")

    def _paper(self) -> None:
        paper = self.add("print", "paper:print_receipts", "print a receipt, or all that wait")
        paper.add_argument("number", nargs="?")
        paper.add_argument("--to", metavar="URL-or-FILE", help="another printer, or a file of ESC/POS bytes")
        paper.add_argument("--reprint", action="store_true", help="a further paper, marked as copy")
        paper.add_argument("--queue", action="store_true", help="everything that waits")
        slip = self.add("verify-slip", "paper:verify_slip", "whether a slip is genuine, by its QR code; asks nobody")
        slip.add_argument("text", help="what the QR code says; - reads it from standard input")
        document = self.add("document", "documents:write", "a register, letter or label as PDF")
        document.add_argument("kind", metavar="KIND", help="receive-register, copy-application …; ? lists them")
        for name, about in (("from", "the first day, 2026-11-23; default: today"), ("to", "the last day")):
            document.add_argument(f"--{name}", dest=f"{name}_", default="", metavar="DAY", help=about)
        document.add_argument("--number", default="", help="one application instead of days")
        document.add_argument("--language", choices=("bn", "en"), default="", help="default: the counter's")
        document.add_argument("--out", type=Path, default=None, metavar="FILE", help="default: KIND.pdf here")
        printer = self.add("printer", "paper:virtual_printer", "a printer made of software")
        printer.add_argument("--port", type=int, default=9100)
        printer.add_argument("--out", type=Path, default=Path("pages"))
        printer.add_argument("--state", default="", metavar="paper=out,…")

    def _upkeep(self) -> None:
        self.add("sync", "line:sync", "a round with the server now").add_argument("--once", action="store_true")
        self.add("verify", "line:verify", "prove that journal and server agree")
        enrol = self.add("enrol", "line:enrol", "make this counter one of the office's")
        enrol.add_argument("code", help="the one-time code")
        enrol.add_argument("--server", default="", metavar="URL")
        operators = self.group("operator", "the people at this counter")
        operators.add("list", "people:list_all", "who may sign in")
        for name, about in (("add", "add an operator"), ("password", "set another password"), ("rename", "rename")):
            command = operators.add(name, f"people:{name}", about)
            command.add_argument("login")
            if name != "password":
                command.add_argument("--name", required=True, metavar="নাম")
            if name == "add":
                command.add_argument("--role", default="operator")
        self.add("backup", "upkeep:backup", "a verified copy now")
        self.add("restore", "upkeep:restore", "put a backup back; the present files are kept aside").add_argument(
            "file", type=Path
        )
        self.add("doctor", "upkeep:doctor", "a plain report of what is wrong")

    def _central(self) -> None:
        central = self.group("central", "the central server")
        serve = central.add("serve", "centre:serve", "serve counters and the public page")
        serve.add_argument("--host", default="127.0.0.1")
        serve.add_argument("--port", type=int, default=8700, help="0 takes a free one")
        serve.add_argument("--public-base", default="", metavar="URL")
        enrol = central.add("enrol", "centre:enrol", "print a one-time code for a counter")
        enrol.add_argument("--office", type=int, required=True)
        enrol.add_argument("--counter", type=int, required=True)
        user = central.add("user", "centre:user", "add a person at the centre")
        user.add_argument("login")
        user.add_argument("--name", required=True)
        user.add_argument("--role", default="administrator")
        user.add_argument("--office", type=int, required=True)
        self._people_at_the_centre(central)
        forward = central.add("forward", "centre:forward", "send an application on to a branch")
        forward.add_argument("number")
        forward.add_argument("--to", required=True, metavar="BRANCH")
        forward.add_argument("--note", default="")
        holiday = central.add("holiday", "centre:holiday", "declare a day off, or a working day, for an office")
        holiday.add_argument("--office", type=int, required=True)
        self._day(holiday)
        central.add("migrate", "centre:migrate", "bring the database up to date")
        self._notices(central)
        self._data(central)
        self._hooks(central)
        for command in self._leaves(central):
            command.add_argument("--database-url", default="", metavar="URL", help="postgresql://…; default: embedded")

    @staticmethod
    def _notices(central: "_Family") -> None:
        listed = central.add("notices", "centre:notices_list", "the queue of messages to applicants")
        listed.add_argument("--state", default="", help="queued, sent, delivered, failed, not_known, test, left_out")
        listed.add_argument("--number", default="")
        again = central.add("notices-resend", "centre:notices_resend", "send a message once more")
        again.add_argument("name")
        for command in (listed, again):
            command.add_argument("--office", type=int, required=True)
        trial = central.add("notices-send-test", "centre:notices_send_test", "send one message now, past the queue")
        trial.add_argument("to", help="a mobile or an e-mail address")
        trial.add_argument("--text", default="")

    @staticmethod
    def _data(central: "_Family") -> None:
        morning = central.add("morning", "centre_data:morning", "the morning page of an office as PDF")
        morning.add_argument("--office", type=int, required=True)
        morning.add_argument("--to", required=True, metavar="FILE")
        morning.add_argument("--language", choices=("bn", "en"), default="bn")
        audit = central.add("audit", "centre_data:audit", "what was done, chained")
        audit.add_argument("--verify", action="store_true", required=True, help="go through every office's chain")
        export = central.add("export", "centre_data:export", "everything, as JSON lines with a manifest")
        export.add_argument("--to", required=True, metavar="DIR", help="a folder that is not there yet")
        central.add("files", "centre_data:files", "where scanned pages lie, and whether that place answers")
        central.add("files-move", "centre_data:files_move", "carry all pages to where the settings say")

    @staticmethod
    def _hooks(central: "_Family") -> None:
        listed = central.add("hooks", "centre_data:hooks", "who hears an office's events, and what they were told")
        add = central.add("hook-add", "centre_data:hook_add", "let an address hear; prints its secret, this once")
        add.add_argument("url")
        tried = central.add("hook-try", "centre_data:hook_try", "send an event that says nothing")
        remove = central.add("hook-remove", "centre_data:hook_remove", "let an address hear nothing more")
        for command in (tried, remove):
            command.add_argument("hook")
        for command in (listed, add, tried, remove):
            command.add_argument("--office", type=int, required=True)

    @staticmethod
    def _people_at_the_centre(central: "_Family") -> None:
        listed = central.add("users", "centre:users", "who works at an office of the centre")
        password = central.add("user-password", "centre:user_password", "a new password, and the second factor anew")
        branches = central.add("user-branches", "centre:user_branches", "for which branches somebody works")
        close = central.add("user-close", "centre:user_close", "let somebody in no more")
        for command in (password, branches, close):
            command.add_argument("login")
        branches.add_argument("branch", nargs="*")
        for command in (listed, password, branches, close):
            command.add_argument("--office", type=int, required=True)

    @staticmethod
    def _leaves(family: "_Family") -> Iterable[argparse.ArgumentParser]:
        return tuple(family._group.choices.values())  # noqa: SLF001 - its own kind
