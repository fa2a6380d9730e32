"""The centre's database: tables, engine, migrations, set-wise statements."""
