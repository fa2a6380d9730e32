"""So many keys and no more, from an empty form to a number: counted at the real window."""

from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kiosk import i18n
from kiosk.desk.context import close_desk
from kiosk.desk.register import register_application
from kiosk.domain.application import Applicant, Application, ApplicationDraft, Identity, IdType
from kiosk.ui import theme
from kiosk.ui.typing import scripts
from kiosk.ui.typing.layouts import SYSTEM
from tests.harness.counter import OPERATOR, opened
from tests.harness.counter_fixtures import home, home_as_set_up, watch
from tests.harness.typist import ALT, CTRL, SHIFT, at_the_counter

__all__ = ["home", "home_as_set_up", "watch"]
Key = Qt.Key
PETITION, COPY = "general_petition", "khatian_copy_normal"
KNOWN = Applicant(
    name="মো. আবদুল করিম",
    guardian="আবদুল হাকিম",
    mobile="01712345146",
    address="সয়না, কাউখালী",
    id=Identity(IdType.NID, "1990123456789"),
)


@pytest.fixture(autouse=True)
def _look(qapp: QApplication):
    i18n.use("bn")
    theme.apply(qapp)
    scripts.forget()
    yield
    scripts.use(SYSTEM)
    scripts.forget()


@pytest.fixture
def counter(home, watch):
    """A counter that took petitions before, one of them from a person who comes again."""
    desk = opened(home, watch)
    neighbours = [Applicant(name=f"করিম শেখ {n}", mobile=f"017123{n:05d}") for n in range(4)]
    for person in (KNOWN, *neighbours):
        made = ApplicationDraft(service=PETITION, applicants=(person,), subject="রাস্তা মেরামত প্রসঙ্গে")
        register_application(desk, made, operator=OPERATOR, via="cli")
    watch.forward(days=40)
    close_desk(desk)
    with at_the_counter(home, watch) as typist:
        typist.wait(lambda: typist.window.session.register.state.quick[0].code == PETITION)
        yield typist


def state(typist) -> Any:
    return typist.window.session.register.state


def saved(typist) -> Application:
    typist.wait(lambda: state(typist).saved is not None and not state(typist).saving)
    number = state(typist).saved.receive_number
    with typist.window.session.desk.store.read() as unit:
        row = unit.one("SELECT body FROM application WHERE receive_number = ?", number)
    return msgspec.json.decode(row[0], type=Application)


def go_to(counter, field: str):
    """Press Enter until the cursor is there."""
    while counter.field != field:
        assert counter.field != "button.save", f"{field} was not met"
        counter.enter()
    return counter


def test_a_known_person_takes_twelve_keys_and_the_subject(counter):
    counter.press(Key.Key_1, held=CTRL).type("0171234")
    counter.wait(lambda: [one.name for one in state(counter).people] == [KNOWN.name])
    counter.press(Key.Key_Down, Key.Key_Return)
    assert counter.field == "field.subject"
    before = counter.keys
    counter.type("rasta meramot prosoNgge")
    subject = counter.keys - before
    counter.press(Key.Key_P, held=ALT).press(Key.Key_Return, held=CTRL)
    done = saved(counter)
    assert counter.keys - subject <= 12
    assert done.first_applicant.name == KNOWN.name
    assert (done.draft.service, done.draft.subject) == (PETITION, "রাস্তা মেরামত প্রসঙ্গে")
    assert set(done.draft.papers.values()) == {"given"}


def test_a_subject_written_before_takes_its_first_letters(counter):
    counter.press(Key.Key_1, held=CTRL)
    go_to(counter, "field.subject")
    words = counter.window.screens.register.words.list
    counter.wait(lambda: counter.window.session.habits.words_like("subject", "রাস"))
    counter.begin()
    counter.type("rast").wait(words.isVisible)
    counter.enter()
    assert counter.text("subject") == "রাস্ত", "the list is passive"
    while counter.field != "field.subject":
        counter.press(Key.Key_Backtab, held=SHIFT)
    counter.press(Key.Key_End).type("a").press(Key.Key_Down, Key.Key_Return)
    assert counter.text("subject") == "রাস্তা মেরামত প্রসঙ্গে"


def test_a_new_person_is_written_down_within_a_minute_of_keys(counter):
    counter.press(Key.Key_1, held=CTRL)
    counter.type("01811000222").enter().type("1234567890").enter()
    counter.type("halima begom").enter().type("kasem alI").enter()
    counter.type("soyna kaukhali").enter()
    counter.type("rasta meramot prosoNgge").press(Key.Key_P, held=ALT).press(Key.Key_Return, held=CTRL)
    done = saved(counter)
    person = done.first_applicant
    assert (person.name, person.guardian) == ("হালিমা বেগম", "কাসেম আলী")
    assert (person.place.union, person.place.upazila) != ("", "")
    assert counter.presses <= 150


def test_a_letter_of_a_heap_is_written_down_in_half_a_minute_of_keys(counter):
    counter.press(Key.Key_2, held=CTRL | ALT).press(Key.Key_1, held=CTRL)
    assert counter.field == "field.post.registered_no"
    counter.begin()
    counter.type("RG123456789BD")
    go_to(counter, "field.name").type("kasem ali").press(Key.Key_P, held=ALT)
    go_to(counter, "field.subject").type("rasta meramot prosoNgge").press(Key.Key_Return, held=CTRL)
    done = saved(counter)
    assert done.draft.post.registered_no == "RG123456789BD"
    assert counter.field == "field.post.registered_no", "ready for the next letter"
    assert counter.presses <= 120


def test_a_visit_takes_three_keys_beside_its_words(counter):
    counter.begin()
    counter.press(Key.Key_F4)
    assert counter.field == "field.what"
    counter.type("khatian").enter().wait(lambda: not counter.window.screens.strip.isVisible())
    with counter.window.session.desk.store.read() as unit:
        assert unit.one("SELECT count(*) FROM visit") == (1,)
    assert counter.keys - len("khatian") <= 3
