"""The counter's database, journal and ledger."""
