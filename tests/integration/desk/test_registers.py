"""Registers on the screen and as files, out of a real store."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from msgspec.structs import replace as with_

from kiosk.desk.exports import export_register
from kiosk.desk.follow_ups import follow_up
from kiosk.desk.log_visit import VisitDraft, log_visit
from kiosk.desk.register import register_application
from kiosk.desk.registers import FIRST_LOOK, REGISTERS, Wanted, choose, columns_of, first_look, register_titles, rows_of
from kiosk.desk.void import void_application
from kiosk.domain.application import Channel
from kiosk.domain.followups import Challan, CopyPosted, CopyReady, FeeDemanded, FeeReceived, Stamp
from kiosk.domain.workflow import Step
from kiosk.errors import Refused, Unavailable
from kiosk.printing.documents.spreadsheet import read_csv
from kiosk.store.standing import apply_step
from tests.harness.counter import OPERATOR, draft


def take(desk, service="general_petition", number=0, **fields):
    given = with_(draft(number), service=service, **fields)
    done = register_application(desk, given, operator=OPERATOR, via="cli", print_receipt=False)
    return done.application.receive_number


def keys(desk, register="receive_register", **wanted):
    chosen = choose(desk, register, Wanted(**wanted))
    return [key for key, _cells in rows_of(desk, register, chosen.ids, "en", len(chosen.ids))]


def test_the_newest_row_stands_first_and_the_oldest_has_number_one(desk):
    numbers = [take(desk, number=n) for n in range(5)]
    chosen = choose(desk, "receive_register")
    rows = rows_of(desk, "receive_register", chosen.ids, "en", len(chosen.ids))
    assert [key for key, _cells in rows] == numbers[::-1]
    assert [cells[0] for _key, cells in rows] == ["5", "4", "3", "2", "1"]


def test_a_part_of_the_rows_has_the_same_numbers(desk):
    for n in range(5):
        take(desk, number=n)
    chosen = choose(desk, "receive_register")
    whole = rows_of(desk, "receive_register", chosen.ids, "bn", 5)
    assert rows_of(desk, "receive_register", chosen.ids[2:4], "bn", 5, at=2) == whole[2:4]


def test_the_first_look_is_the_beginning_of_all(desk):
    for n in range(FIRST_LOOK + 3):
        take(desk, number=n)
    look, everything = first_look(desk, "receive_register"), choose(desk, "receive_register")
    assert not look.counted
    assert list(look.ids) == list(everything.ids[:FIRST_LOOK])
    assert len(everything.ids) == FIRST_LOOK + 3


def test_rows_are_chosen_by_what_is_wanted(desk, watch):
    copy = take(desk, "khatian_copy_normal", 1)
    posted = take(desk, "general_petition", 2, channel=Channel.POST)
    void = take(desk, "general_petition", 3)
    void_application(desk, void, reason="wrong_person", operator=OPERATOR, via="cli")
    first_day = watch.now.date().isoformat()
    watch.forward(seconds=timedelta(days=1).total_seconds())
    later = take(desk, "general_petition", 4)
    with desk.store.write() as unit:
        apply_step(unit, later, Step("forwarded", "2026-11-24T05:00:00.000Z", branch="revenue_sa"))
    assert keys(desk, kind="copy") == [copy]
    assert keys(desk, "copy_register") == [copy]
    assert keys(desk, channel="post") == [posted]
    assert keys(desk, state="void") == [void]
    assert keys(desk, state="pending") == [later, posted, copy]
    assert keys(desk, branch="revenue_sa") == [later]
    assert keys(desk, service="khatian_copy_normal") == [copy]
    assert keys(desk, last=first_day) == [void, posted, copy]
    assert keys(desk, operator="somebody") == []


def test_the_court_fee_ledger_has_what_asks_for_a_fee(desk):
    take(desk, "general_petition", 1)
    paid = take(desk, "khatian_copy_normal", 2)
    fee = desk.catalogue.service("khatian_copy_normal").fees.court_fee_poisha
    assert keys(desk, "court_fee_ledger") == ([paid] if fee else [])


def test_visits_have_their_register(desk):
    visit = log_visit(desk, VisitDraft("told", topic="পর্চা কোথায়", name="রহিমা"), operator=OPERATOR, via="cli")
    assert keys(desk, "helpdesk_register") == [visit.visit_id]
    assert keys(desk, "helpdesk_register", operator="somebody") == []


def test_days_the_wrong_way_round_are_refused(desk):
    with pytest.raises(Refused) as refused:
        choose(desk, "receive_register", Wanted(first="2026-11-24", last="2026-11-23"))
    assert (refused.value.problems[0].code, refused.value.problems[0].field) == ("date.range", "last")


@pytest.mark.parametrize("register", REGISTERS)
def test_every_register_has_a_name_and_columns(desk, register):
    assert all(register_titles(language)[register] for language in ("bn", "en"))
    assert columns_of(desk, register)


# ------------------------------------------------------------------------------ files


DANGEROUS = '=HYPERLINK("http://example.invalid")'


def exported(desk, path, language="bn"):
    chosen = choose(desk, "receive_register")
    written = export_register(desk, chosen, language, path)
    return written, path.read_bytes()


def test_a_spreadsheet_holds_text_alone_with_bangla_whole(desk, tmp_path):
    take(desk, number=1, subject="ক্ষতিপূরণের র‍্যাব প্রতিবেদন")
    take(desk, number=2, subject=DANGEROUS)
    written, data = exported(desk, tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = [column.value for column in columns_of(desk, "receive_register")].index("subject")
    assert written.rows == 2
    assert [row[at] for row in rows[1:]] == ["ক্ষতিপূরণের র‍্যাব প্রতিবেদন", DANGEROUS]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n"}
    assert all(cell.value is None for row in sheet.iter_rows() for cell in row if cell.data_type == "n")
    assert sheet.freeze_panes == "A2"


def test_a_csv_file_is_read_back_as_it_was(desk, tmp_path):
    for n, subject in enumerate(("ক্ষতিপূরণ, দুই ভাগে", DANGEROUS, "-১২", "'উদ্ধৃতি'")):
        take(desk, number=n, subject=subject)
    _written, data = exported(desk, tmp_path / "r.csv")
    rows = read_csv(data)
    at = [column.value for column in columns_of(desk, "receive_register")].index("subject")
    assert [row[at] for row in rows[1:]] == ["ক্ষতিপূরণ, দুই ভাগে", DANGEROUS, "-১২", "'উদ্ধৃতি'"]
    assert data.startswith(b"\xef\xbb\xbf")
    assert b',"=' not in data
    assert b",=" not in data


def test_rows_come_oldest_first_however_many(desk, tmp_path):
    numbers = [take(desk, number=n) for n in range(7)]
    _written, data = exported(desk, tmp_path / "r.csv", "en")
    at = [column.value for column in columns_of(desk, "receive_register")].index("receive_number")
    assert ["".join(letter for letter in row[at] if letter.isdigit()) for row in read_csv(data)[1:]] == numbers


def test_an_empty_register_is_a_file_with_a_heading(desk, tmp_path):
    _written, data = exported(desk, tmp_path / "r.xlsx")
    assert openpyxl.load_workbook(BytesIO(data)).active.max_row == 1


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_who_stops_has_no_file(desk, tmp_path, ending):
    take(desk, number=1)
    path = tmp_path / f"r.{ending}"
    assert export_register(desk, choose(desk, "receive_register"), "bn", path, lambda _done, _total: False) is None
    assert list(tmp_path.glob("*r.*")) == []


def test_other_formats_are_refused(desk, tmp_path):
    with pytest.raises(Refused) as refused:
        export_register(desk, choose(desk, "receive_register"), "bn", tmp_path / "r.doc")
    assert refused.value.problems[0].code == "export.format"


def test_a_place_that_cannot_be_written_is_named(desk, tmp_path):
    with pytest.raises(Unavailable) as unavailable:
        export_register(desk, choose(desk, "receive_register"), "bn", tmp_path / "nowhere" / "r.csv")
    assert unavailable.value.reason == "file.write"


def test_what_was_noted_of_fees_and_post_stands_in_the_registers(desk, watch):
    number = take(desk, "khatian_copy_normal")
    for body in (
        FeeDemanded(number, poisha=6000, base_poisha=6000),
        FeeReceived(number, stamps=(Stamp(2000, 2, ("A1", "A2")),), challans=(Challan("C9", 1000),)),
        CopyReady(number, folios=2),
        CopyPosted(number, registered_no="R77", posted_on="2026-11-23"),
    ):
        watch.forward(minutes=1)
        follow_up(desk, body, operator=OPERATOR, via="cli")

    def row(name):
        columns = [column.value for column in columns_of(desk, name)]
        ids = choose(desk, name).ids
        ((_key, cells),) = rows_of(desk, name, ids, "en", total=1)
        return dict(zip(columns, cells, strict=True))

    fees = row("court_fee_ledger")
    assert fees["stamps"] == "20 taka × 2, Challan 10 taka"
    assert fees["stamp_serials"] == "A1, A2, C9"
    assert fees["fee_remark"] == "10 taka less"
    assert row("despatch_register")["posted_no"] == "R77"
    assert row("copy_register")["delivered"] == "By post 23-11-2026"
