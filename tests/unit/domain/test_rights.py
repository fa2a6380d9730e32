import pytest

from kiosk.domain.rights import KEPT_BY, RIGHTS, ROLES, Act, Reach, check, check_keeps, may, objection, reach
from kiosk.errors import Refused

MENDS = (Act.CORRECT, Act.VOID)
RULES = (Act.DECLARE_DAY, Act.KEEP_PEOPLE, Act.KEEP_SETTINGS)


def test_every_role_and_no_other_stands_in_the_table():
    assert set(RIGHTS) == set(ROLES)
    assert {role: set(RIGHTS[role]) - set(Act) for role in ROLES} == {role: set() for role in ROLES}


@pytest.mark.parametrize("act", MENDS)
@pytest.mark.parametrize(
    ("own", "today", "code"),
    [(True, True, ""), (True, False, "right.day"), (False, True, "right.own"), (False, False, "right.own")],
)
def test_an_operator_mends_what_they_took_in_today(act, own, today, code):
    assert objection("operator", act, own=own, today=today) == code
    for above in ("supervisor", "administrator"):
        assert objection(above, act, own=own, today=today) == ""


@pytest.mark.parametrize("act", RULES)
def test_only_a_supervisor_makes_rules(act):
    assert [role for role in ROLES if may(role, act)] == ["supervisor", "administrator"]
    with pytest.raises(Refused) as refusal:
        check("operator", act, own=True, today=True)
    assert [(one.field, one.code) for one in refusal.value.problems] == [("operator", "right.role")]


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", ["helpdesk", "", "root"])
def test_the_helpdesk_and_a_role_nobody_knows_reach_nothing(role, act):
    assert reach(role, act) is Reach.NOTHING
    assert objection(role, act, own=True, today=True) == "right.role"


def test_nobody_makes_somebody_above_themselves():
    assert KEPT_BY["supervisor"] == {"operator", "helpdesk"}
    check_keeps("administrator", "administrator")
    for role in ("supervisor", "administrator"):
        with pytest.raises(Refused, match=r"right\.above"):
            check_keeps("supervisor", role)
    with pytest.raises(Refused, match=r"right\.role"):
        check_keeps("operator", "helpdesk")
