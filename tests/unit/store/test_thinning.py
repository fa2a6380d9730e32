from datetime import UTC, date, datetime, timedelta

from kiosk.store.backup import KEEP_LAST, to_keep

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # 12:00 in Dhaka


def every_quarter(hours: int) -> list[datetime]:
    return [NOON - timedelta(minutes=15 * n) for n in range(hours * 4)]


def test_few_all_stay():
    instants = every_quarter(2)
    assert to_keep(instants, TODAY) == set(instants)


def test_of_today_one_an_hour_stays_and_the_last_eight():
    kept = to_keep(every_quarter(6), TODAY)
    older = sorted(kept)[:-KEEP_LAST]
    assert [at.hour for at in older] == [0, 1, 2, 3]
    assert all(at.minute == 45 for at in older[1:])


def test_of_another_day_only_the_newest_stays():
    yesterday = [at - timedelta(days=1) for at in every_quarter(3)]
    kept = to_keep([*every_quarter(3), *yesterday], TODAY)
    assert kept & set(yesterday) == {max(yesterday)}


def test_after_thirty_days_nothing_stays():
    old = [NOON - timedelta(days=days) for days in (29, 30, 31)]
    assert to_keep([*every_quarter(3), *old], TODAY) & set(old) == {old[0]}


def test_without_work_the_last_ones_stay_however_old():
    old = [NOON - timedelta(days=100 + n) for n in range(20)]
    assert to_keep(old, TODAY) == set(sorted(old)[-KEEP_LAST:])
