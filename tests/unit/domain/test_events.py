from datetime import UTC, datetime, timedelta
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.application import Applicant, Application, ApplicationDraft, Kind, PaperState, Visit
from kiosk.domain.clock import stamp, uuid7
from kiosk.domain.daily import DayClosed, DayCount, Left, OutageNoted, ShiftHandedOver, ShiftOpened, VisitSettled
from kiosk.domain.events import (
    GENESIS,
    KINDS,
    ApplicationCorrected,
    ApplicationReceived,
    ApplicationVoided,
    CounterOpened,
    DayDeclared,
    Event,
    GuidanceChanged,
    OperatorChanged,
    ReceiptOutcome,
    VisitLogged,
    encode_body,
    happened_at,
    kind_of,
    read_body,
    read_record,
    record_hash,
    write_record,
)
from kiosk.domain.followups import FOLLOW_UPS
from kiosk.domain.guidance import Entry
from kiosk.domain.portal import PortalReturned
from kiosk.domain.slips import Words

AT = datetime(2026, 11, 23, 4, 45, tzinfo=UTC)
APPLICATION = Application(
    "7926010000017",
    "0123456789",
    Kind.COPY,
    "2026.1",
    stamp(AT),
    "2026-11-23",
    ApplicationDraft("khatian_copy_normal", applicants=(Applicant("রহিম"),), papers={"form": PaperState.GIVEN}),
    "2026-12-07",
)
BODIES = (
    ApplicationReceived(APPLICATION),
    ReceiptOutcome("7926010000017", 0, "failed", "printer.paper_out"),
    VisitLogged(Visit("v", stamp(AT), "2026-11-23", "told", topic="পর্চা")),
    OperatorChanged("shahana", "added", "শাহানা", "operator"),
    CounterOpened(79, 1, provisional=True),
    ApplicationCorrected(msgspec.structs.replace(APPLICATION, version=1), 0, ("subject",), "typing", "বানান"),
    ApplicationVoided("7926010000017", "wrong_person", replaced_by="7926010000025"),
    DayDeclared("2026-12-01", "holiday", "নির্বাহী আদেশে ছুটি"),
    GuidanceChanged(Entry("branch.record_room", room="১০১", officer=Words("রেকর্ডরুমের কর্মকর্তা"), version=1)),
    *(body("7926010000017", note="বিকেলে আসবেন") for body in FOLLOW_UPS.values()),
    VisitSettled("v", "again", "2026-12-01"),
    ShiftOpened(),
    ShiftHandedOver("karim", (Left("receipt", "7926010000017", "হালিমা বেগম"),)),
    DayClosed("2026-11-23", (DayCount("walk_in", 2),), head_seq=5, head_hash="a" * 64),
    OutageNoted("line", stamp(AT), by_hand=True),
    PortalReturned("794837261512", "papers", "ঝাপসা"),
)


def event(body=BODIES[0], **changes) -> Event:
    fields = {
        "event_id": uuid7(AT, bytes),
        "counter_id": "c",
        "seq": 1,
        "kind": kind_of(body),
        "version": 1,
        "made_at": stamp(AT),
        "clock_error_ms": None,
        "operator": "shahana",
        "via": "window",
        "prev_hash": GENESIS,
        "body": encode_body(body),
    }
    return Event(**{**fields, **changes})


@pytest.mark.parametrize("body", BODIES, ids=kind_of)
def test_what_is_written_is_read(body):
    record = write_record(event(body))
    assert read_body(read_record(record)) == body
    assert write_record(read_record(record)) == record


def test_every_body_has_its_kind():
    assert {type(body) for body in BODIES} == set(KINDS.values())
    assert len(set(KINDS.values())) == len(KINDS)


def test_what_a_wrong_clock_says_is_put_right_as_far_as_it_was_measured():
    assert happened_at(event()) == stamp(AT)
    assert happened_at(event(clock_error_ms=90_000)) == stamp(AT - timedelta(seconds=90))
    assert happened_at(event(clock_error_ms=-500)) == stamp(AT + timedelta(milliseconds=500))


def test_a_kind_of_a_newer_version_is_kept_as_it_is():
    newer = msgspec.structs.replace(event(), kind="application.sealed", body=msgspec.Raw(b'{"seal":[1,2]}'))
    record = write_record(newer)
    assert read_body(read_record(record)) == {"seal": [1, 2]}
    assert write_record(read_record(record)) == record


def test_a_field_of_a_newer_version_does_not_hinder_reading():
    record = write_record(event()).replace(b'{"event_id"', b'{"mood":"good","event_id"')
    assert read_record(record).seq == 1


def test_the_hash_is_of_the_stored_bytes():
    record = write_record(event())
    assert record_hash(record) == sha256(record).hexdigest() == record_hash(msgspec.Raw(record))
    assert record_hash(record) != record_hash(record.replace(b'"seq":1', b'"seq": 1'))


def test_bangla_is_not_escaped():
    assert "রহিম".encode() in write_record(event())


@given(st.binary(min_size=1, max_size=40), st.integers(0))
def test_any_change_of_the_bytes_changes_the_hash(noise, at):
    record = write_record(event())
    at %= len(record)
    changed = record[:at] + noise + record[at:]
    assert record_hash(changed) != record_hash(record)
