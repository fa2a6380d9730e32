import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.numbering import LAST_SERIAL, ReceiveNumber, damm, grouped, next_receive_number, parse_receive_number
from kiosk.errors import Refused

NUMBERS = st.builds(
    ReceiveNumber, st.integers(1, 99), st.integers(0, 99), st.integers(0, 99), st.integers(1, LAST_SERIAL)
)


def code(text: str) -> str:
    with pytest.raises(Refused) as caught:
        parse_receive_number(text)
    [problem] = caught.value.problems
    assert problem.field == "receive_number"
    return problem.code


def test_the_first_number_of_a_counter():
    assert str(ReceiveNumber(79, 26, 1, 1)) == "7926010000017"


def test_damm_of_the_published_example():
    assert damm("572") == 4
    assert damm("5724") == 0


@given(NUMBERS)
def test_what_is_written_is_read(number):
    assert parse_receive_number(str(number)) == number
    assert parse_receive_number(grouped(str(number))) == number


@pytest.mark.parametrize(
    "typed",
    [
        "79-26-01-000001-7",
        "৭৯-২৬-০১-০০০০০১-৭",
        "৭৯২৬০১০০০০০১৭",
        " 79 26 01 000001 7 ",
        "79–26–01–000001–7",
        "79‑26‑01‑000001‑7",
        "৭৯26০১000001৭",
    ],
)
def test_any_grouping_and_either_script(typed):
    assert parse_receive_number(typed) == ReceiveNumber(79, 26, 1, 1)


@pytest.mark.parametrize(
    "typed",
    ["", "7926010000", "79260100000171", "792601000001a", "79/26/01/000001/7", "٧٩٢٦٠١٠٠٠٠٠١٧", "7926010000017\n7"],
)
def test_what_is_no_number(typed):
    assert code(typed) == "number.form"


@pytest.mark.parametrize("serial", [*range(1, 60), 417, 999, 1000, 123_456, 500_000, 999_998, LAST_SERIAL])
def test_every_wrong_digit_and_every_swap_of_neighbours_is_seen(serial):
    number = str(ReceiveNumber(79, 26, 1, serial))
    for place, right in enumerate(number):
        for wrong in "0123456789".replace(right, ""):
            assert code(number[:place] + wrong + number[place + 1 :]) == "number.check"
    for place in range(12):
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert swapped == number or code(swapped) == "number.check"


@given(NUMBERS, st.integers(0, 12), st.sampled_from("0123456789"))
def test_a_wrong_digit_is_seen_in_any_number(number, place, digit):
    text = str(number)
    wrong = text[:place] + digit + text[place + 1 :]
    assert wrong == text or code(wrong) == "number.check"


def test_numbers_follow_each_other():
    last = ReceiveNumber(79, 26, 1, 41)
    assert next_receive_number(last, 26) == ReceiveNumber(79, 26, 1, 42)


def test_january_starts_again():
    assert next_receive_number(ReceiveNumber(79, 26, 1, 41), 27) == ReceiveNumber(79, 27, 1, 1)


def test_a_clock_that_went_back_neither_lowers_the_year_nor_repeats():
    assert next_receive_number(ReceiveNumber(79, 26, 1, 41), 25) == ReceiveNumber(79, 26, 1, 42)
    assert next_receive_number(ReceiveNumber(79, 26, 1, 41), 0) == ReceiveNumber(79, 26, 1, 42)


def test_a_restored_copy_skips_ahead_of_what_was_reserved():
    last = ReceiveNumber(79, 26, 1, 41)
    assert next_receive_number(last, 26, skip_to=101).serial == 101
    assert next_receive_number(last, 26, skip_to=10).serial == 42
    assert next_receive_number(last, 27, skip_to=101) == ReceiveNumber(79, 27, 1, 101)


@pytest.mark.parametrize(("serial", "skip_to"), [(LAST_SERIAL, 0), (5, LAST_SERIAL + 1)])
def test_the_end_of_the_range_is_said(serial, skip_to):
    with pytest.raises(Refused) as caught:
        next_receive_number(ReceiveNumber(79, 26, 1, serial), 26, skip_to=skip_to)
    assert caught.value.problems[0].code == "number.spent"
    assert caught.value.problems[0].params == {"counter": 1}


def test_a_spent_range_is_free_again_in_january():
    assert next_receive_number(ReceiveNumber(79, 26, 1, LAST_SERIAL), 27).serial == 1


@given(NUMBERS.filter(lambda number: number.serial < LAST_SERIAL), st.lists(st.integers(0, 99), max_size=30))
def test_whatever_the_clock_numbers_only_grow(number, years):
    issued = [number]
    for year in years:
        issued.append(
            next_receive_number(issued[-1], year) if issued[-1].serial < LAST_SERIAL else issued[-1]._replace(year=99)
        )
    keys = [(number.year, number.serial) for number in issued]
    assert keys == sorted(keys)


def test_grouped_as_people_read_it():
    assert grouped("7926010004177") == "79-26-01-000417-7"
