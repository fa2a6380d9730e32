"""Pages in a bucket: a store that checks every signature, on a line with faults."""

from dataclasses import replace

import pytest

from kiosk.central.bucket import Bucket
from kiosk.central.carried_files import CarriedFiles
from kiosk.central.carrying import carry
from kiosk.central.settings import FilesSettings
from kiosk.errors import Unavailable
from kiosk.store.files import Files
from tests.harness.certificates import self_signed
from tests.harness.object_store import BUCKET, KEY_ID, REGION, SECRET, ObjectStore
from tests.harness.proxy import FaultProxy, Plan

KEY = b"k" * 32
PAGE = b"a page of somebody's paper " * 400
DENIED, NO_BUCKET, AWAY = "files.denied", "files.no_bucket", "files.unreachable"


@pytest.fixture
def store():
    with ObjectStore() as given:
        yield given


def settings(url, **changes):
    plain = FilesSettings("s3", url, BUCKET, REGION, "dc/79", KEY_ID, SECRET, timeout_s=30)
    return replace(plain, **changes)


def files_at(home, url, **changes):
    return CarriedFiles(home, KEY, Bucket(home, settings(url, **changes), "mark"))


@pytest.fixture
def files(tmp_path, store):
    return files_at(tmp_path, store.url)


def put_there(files, content=PAGE):
    digest = files.put(content)
    carry(files, home=False)
    assert not files.lies_here(digest)
    return digest


def reason_of(call):
    with pytest.raises(Unavailable) as caught:
        call()
    return caught.value.reason


# ------------------------------------------------------------------------------ how it goes


def test_a_page_is_on_the_disk_first_and_asks_nobody(files, store):
    digest = files.put(PAGE)
    assert files.lies_here(digest)
    assert files.has(digest)
    assert files.get(digest) == PAGE
    assert store.asked == []


def test_a_carried_page_is_read_from_the_bucket_and_is_sealed_there(files, store):
    digest = put_there(files)
    assert list(store.objects) == [f"dc/79/mark/{digest[:2]}/{digest}"]
    assert b"somebody" not in store.objects[f"dc/79/mark/{digest[:2]}/{digest}"]
    assert files.get(digest) == PAGE
    assert files.has(digest)
    assert list(files.names()) == [digest]


def test_what_is_in_neither_place_is_lost_and_says_so(files):
    assert not files.has("0" * 64)
    assert not files.has("../../key")
    assert reason_of(lambda: files.get("0" * 64)) == "file.lost"


def test_a_listing_goes_through_all_its_pages(files, store):
    store.listed_at_once = 3
    digests = sorted(files.put(b"%d" % n) for n in range(8))
    told: list[int] = []
    assert carry(files, home=False, told=told.append).count == 8
    assert told == list(range(1, 9))
    here = files.put(b"one that waits")
    assert sorted(files.names()) == sorted([*digests, here])


def test_a_removed_page_leaves_the_bucket_in_its_turn(files, store):
    digest = put_there(files)
    files.remove(digest)
    assert store.objects
    carry(files, home=False)
    assert not store.objects
    assert reason_of(lambda: files.get(digest)) == "file.lost"


def test_a_page_that_came_again_after_it_was_removed_stays(files, store):
    digest = put_there(files)
    files.remove(digest)
    assert files.put(PAGE) == digest
    carry(files, home=False)
    assert files.get(digest) == PAGE
    assert len(store.objects) == 1


def test_pages_come_home_again(files, store, tmp_path):
    digests = [put_there(files, b"%d" % n) for n in range(5)]
    assert carry(files, home=True).count == 5
    assert not store.objects
    assert [Files(tmp_path, KEY).get(digest) for digest in digests] == [b"%d" % n for n in range(5)]


def test_only_some_are_carried_at_a_time(files, store):
    for n in range(5):
        files.put(b"%d" % n)
    assert carry(files, home=False, most=2).count == 2
    assert len(store.objects) == 2
    assert len(list(files.waiting())) == 3


# ------------------------------------------------------------------------------ what goes wrong


def test_a_page_damaged_on_the_disk_is_named_and_holds_up_nobody(files, store):
    broken, whole = files.put(b"broken"), files.put(b"whole")
    files.place(broken).write_bytes(files.place(broken).read_bytes()[:-1] + b"?")
    assert carry(files, home=False).lost == (broken,)
    assert files.get(whole) == b"whole"
    assert files.lies_here(broken)
    assert len(store.objects) == 1


@pytest.mark.parametrize(
    "damage", [lambda old: old[:-1] + bytes([old[-1] ^ 1]), lambda old: old[:40], lambda _old: b""]
)
def test_wrong_bytes_in_the_bucket_are_never_taken_for_the_page(files, store, damage):
    digest = put_there(files)
    (name,) = store.objects
    store.objects[name] = damage(store.objects[name])
    assert reason_of(lambda: files.get(digest)) == "file.lost"
    assert carry(files, home=True).lost == (digest,)
    assert store.objects, "what cannot be opened is kept for whoever can"


def test_a_page_under_another_name_is_not_that_page(files, store):
    one, other = put_there(files, b"one"), put_there(files, b"other")
    place = f"dc/79/mark/{other[:2]}/{other}"
    store.objects[place] = store.objects[f"dc/79/mark/{one[:2]}/{one}"]
    assert reason_of(lambda: files.get(other)) == "file.lost"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"secret": "another"}, DENIED),
        ({"key_id": "somebody"}, DENIED),
        ({"region": "elsewhere"}, DENIED),
        ({"bucket": "no-such-bucket"}, NO_BUCKET),
        ({"endpoint": "http://127.0.0.1:1"}, AWAY),
    ],
)
def test_a_bucket_that_is_not_ours_says_why(tmp_path, store, changes, reason):
    files = files_at(tmp_path, store.url, **changes)
    digest = files.put(PAGE)
    assert reason_of(files.bucket.check) == reason
    assert reason_of(lambda: files.get("0" * 64)) == reason
    assert reason_of(lambda: carry(files, home=False)) == reason
    assert files.get(digest) == PAGE, "what waits on the disk is read as ever"


def test_an_error_of_the_store_is_tried_again_and_then_waits(files, store):
    digest = files.put(PAGE)
    store.errors = ["InternalError"] * 2
    assert carry(files, home=False).count == 1
    store.errors = ["InternalError"] * 3
    assert reason_of(lambda: files.get(digest)) == AWAY
    assert files.get(digest) == PAGE


def test_what_the_environment_says_of_another_store_is_not_heard(tmp_path, store, monkeypatch):
    for name, value in {"SESSION_TOKEN": "t", "ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "REGION": "c"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    files_at(tmp_path, store.url).bucket.check()


@pytest.fixture
def line(store):
    with FaultProxy(store.port) as proxy:
        yield proxy


@pytest.mark.parametrize("cut", [0, 1, 20, 200, 5000, 10_000])
@pytest.mark.parametrize("way", ["cut_up", "cut_down"])
def test_a_line_that_breaks_at_any_byte_loses_no_page(tmp_path, store, line, way, cut):
    """Every connection is cut there, and then the line is whole again."""
    files = files_at(tmp_path, line.url)
    digest = files.put(PAGE)
    line.always(Plan(**{way: cut}))
    carried = outcome(lambda: carry(files, home=False).count)
    assert carried in {AWAY, 1}  # what broke off on its way back is asked for from there on
    assert files.lies_here(digest) == (carried == AWAY)
    assert outcome(lambda: files.get(digest)) in {AWAY, PAGE}
    line.always(None)
    carry(files, home=False)
    assert files.get(digest) == PAGE
    assert len(store.objects) == 1
    assert not files.lies_here(digest)


def outcome(call):
    try:
        return call()
    except Unavailable as error:
        return error.reason


def test_a_put_whose_answer_was_lost_is_repeated_without_harm(tmp_path, store, line):
    files = files_at(tmp_path, line.url)
    digest = files.put(PAGE)
    line.script(Plan(after=b"PUT ", cut_down=0))
    assert carry(files, home=False).count == 1
    assert store.done("PUT") == 2
    assert len(store.objects) == 1
    assert files.get(digest) == PAGE
    assert not files.lies_here(digest)


def test_a_slow_line_is_waited_for_and_a_silent_one_is_not(tmp_path, line):
    files = files_at(tmp_path, line.url)
    digest = files.put(PAGE)
    line.always(Plan(slice_bytes=500, pause_s=0.005))
    assert carry(files, home=False).count == 1
    assert files.get(digest) == PAGE
    silent = files_at(tmp_path, line.url, timeout_s=1)
    line.always(Plan(hang=True))
    assert reason_of(lambda: silent.get(digest)) == AWAY


def test_a_certificate_is_believed_only_when_it_is_named(tmp_path):
    with ObjectStore(tls=self_signed(tmp_path, "store")) as store:
        assert reason_of(files_at(tmp_path, store.url).bucket.check) == AWAY
        files_at(tmp_path, store.url, ca_file="store.pem").bucket.check()
