"""Days declared late: who declares them, and whose promise moves."""
