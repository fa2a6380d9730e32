"""The centre's own alembic tree; configured in code, see `kiosk.central.store.migrate`."""
