import pytest

from kiosk.desk.context import close_desk
from kiosk.desk.operators import (
    Operator,
    add_operator,
    close_operator,
    list_operators,
    operators_at_start,
    rename_operator,
    reset_password,
    sign_in,
)
from kiosk.errors import Refused, Unavailable
from tests.harness.counter import OPERATOR, PASSWORD, opened

OTHER = "another passphrase"
RAHIMA = Operator("rahima", "রহিমা", "helpdesk")


@pytest.fixture
def rahima(desk):
    return add_operator(desk, login="rahima", name_bn="রহিমা", role="helpdesk", password=OTHER, by=OPERATOR)


def code(refusal):
    return [problem.code for problem in refusal.value.problems]


def refused(action, *args, **options):
    with pytest.raises(Refused) as raised:
        action(*args, **options)
    return code(raised)


def test_set_up_leaves_one_administrator(desk):
    assert list_operators(desk) == (Operator(OPERATOR, "শাহানা", "administrator"),)


def test_the_start_reads_who_may_sign_in(desk, home, rahima):
    close_operator(desk, "rahima", by=OPERATOR)
    assert operators_at_start(home) == (Operator(OPERATOR, "শাহানা", "administrator"),)
    assert list_operators(desk)[1] == Operator("rahima", "রহিমা", "helpdesk", active=False)


def test_a_start_on_a_damaged_home_says_so_without_healing(home):
    (home / "counter.db").write_bytes(b"rot" * 4000)
    with pytest.raises(Unavailable) as raised:
        operators_at_start(home)
    assert raised.value.reason == "store.damaged"


def test_an_operator_signs_in_by_the_kept_verifier(desk, rahima):
    assert sign_in(desk, "rahima", OTHER) == RAHIMA == rahima
    assert refused(sign_in, desk, "rahima", PASSWORD) == ["password.wrong"]
    assert refused(sign_in, desk, "nobody", PASSWORD) == ["password.wrong"]


def test_a_closed_operator_does_not(desk, rahima):
    close_operator(desk, "rahima", by=OPERATOR)
    assert refused(sign_in, desk, "rahima", OTHER) == ["password.wrong"]


def test_guessing_becomes_slow_also_after_a_new_start_and_ends(desk, home, watch):
    for _ in range(5):
        assert refused(sign_in, desk, OPERATOR, "wrong one here") == ["password.wrong"]
    assert refused(sign_in, desk, OPERATOR, PASSWORD) == ["password.slow"]
    later = opened(home, watch)
    assert refused(sign_in, later, OPERATOR, PASSWORD) == ["password.slow"]
    watch.forward(seconds=6)
    assert sign_in(later, OPERATOR, PASSWORD).login == OPERATOR
    assert refused(sign_in, later, OPERATOR, "wrong one here") == ["password.wrong"]
    assert sign_in(later, OPERATOR, PASSWORD).login == OPERATOR
    close_desk(later)


def test_a_wait_never_grows_beyond_five_minutes_nor_by_a_wrong_clock(desk, watch):
    with desk.store.write() as unit:
        unit.run("UPDATE operator SET failures = 60")
    assert refused(sign_in, desk, OPERATOR, "wrong one here") == ["password.wrong"]
    watch.forward(seconds=299)
    assert refused(sign_in, desk, OPERATOR, PASSWORD) == ["password.slow"]
    watch.forward(days=-400)
    assert sign_in(desk, OPERATOR, PASSWORD).login == OPERATOR


def test_a_name_and_a_password_can_be_changed(desk, rahima):
    rename_operator(desk, "rahima", "রহিমা বেগম", by=OPERATOR)
    reset_password(desk, "rahima", "a third passphrase", by=OPERATOR)
    assert sign_in(desk, "rahima", "a third passphrase").name_bn == "রহিমা বেগম"
    assert refused(sign_in, desk, "rahima", OTHER) == ["password.wrong"]


def test_the_last_administrator_stays(desk, rahima):
    assert refused(close_operator, desk, OPERATOR, by=OPERATOR) == ["login.last"]
    add_operator(desk, login="kamal", name_bn="কামাল", role="administrator", password=OTHER, by=OPERATOR)
    close_operator(desk, OPERATOR, by="kamal")
    assert refused(close_operator, desk, "kamal", by="kamal") == ["login.last"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"login": OPERATOR}, ["login.taken"]),
        ({"login": "Rahima"}, ["login.form"]),
        ({"login": "r"}, ["login.form"]),
        ({"name_bn": " "}, ["text.empty"]),
        ({"role": "king"}, ["role.unknown"]),
        ({"password": "short"}, ["password.short"]),
        ({"password": "l" * 129}, ["password.long"]),
        ({"password": "Password1234"}, ["password.common"]),
        ({"password": "aaaabbbbcccc"}, ["password.common"]),
        ({"login": "?", "role": "?", "name_bn": "", "password": ""},
         ["login.form", "password.short", "role.unknown", "text.empty"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_all_at_once(desk, change, expected):
    given = {"login": "rahima", "name_bn": "রহিমা", "role": "helpdesk", "password": OTHER} | change
    assert refused(add_operator, desk, **given, by=OPERATOR) == expected
    assert len(list_operators(desk)) == 1


def test_nobody_unknown_is_changed(desk):
    assert refused(rename_operator, desk, "nobody", "কেউ", by=OPERATOR) == ["login.unknown"]
    assert refused(reset_password, desk, "nobody", OTHER, by=OPERATOR) == ["login.unknown"]
    assert refused(close_operator, desk, "nobody", by=OPERATOR) == ["login.unknown"]
