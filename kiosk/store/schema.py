"""What the mapped classes cannot say: the triggers that protect the truth."""

VERSION = 14
"""`PRAGMA user_version` of a database that this program writes: the last migration's number.  Less is upgraded."""

TRIGGERS = {
    "event_is_never_changed": """CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END""",
    "event_is_never_deleted": """CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END""",
    "event_has_no_gap": """CREATE TRIGGER event_has_no_gap BEFORE INSERT ON event
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
BEGIN SELECT RAISE(ABORT, 'an event follows the one before'); END""",
    "application_is_never_deleted": """CREATE TRIGGER application_is_never_deleted BEFORE DELETE ON application
BEGIN SELECT RAISE(ABORT, 'an application is never deleted'); END""",
    "receive_number_is_final": """CREATE TRIGGER receive_number_is_final BEFORE UPDATE OF receive_number ON application
WHEN NEW.receive_number IS NOT OLD.receive_number
BEGIN SELECT RAISE(ABORT, 'a receive number is final'); END""",
    "number_never_goes_back": """CREATE TRIGGER number_never_goes_back BEFORE UPDATE OF last_year, last_serial ON counter
WHEN (NEW.last_year, NEW.last_serial) < (OLD.last_year, OLD.last_serial)
BEGIN SELECT RAISE(ABORT, 'the last number never goes back'); END""",
}
