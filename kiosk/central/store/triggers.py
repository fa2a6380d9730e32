"""What may never change is guarded by the database itself, on both databases.

Migrations write these statements out; a test compares them with what the database holds.
"""

GUARDED = ("event", "audit")

FUNCTION = """CREATE FUNCTION kiosk_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is kept as it is', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"""


def on_sqlite(table: str) -> dict[str, str]:
    """Return the triggers of a guarded table by name."""
    return {
        f"{table}_no_{verb}": f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is kept as it is'); END"
        for verb in ("update", "delete")
    }


def on_postgresql(table: str) -> dict[str, str]:
    """Return the triggers of a guarded table by name; they need `FUNCTION`."""
    return {
        f"{table}_no_change": f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION kiosk_kept()",
        f"{table}_no_truncate": f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION kiosk_kept()",
    }


def declared(dialect: str) -> dict[str, str]:
    """Return every trigger that a database of this dialect must hold, by name."""
    per_table = on_postgresql if dialect == "postgresql" else on_sqlite
    return {name: text for table in GUARDED for name, text in per_table(table).items()}
