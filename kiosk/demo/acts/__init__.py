"""The acts of the day, a module each: `play(stage, script)` plays one and leaves the form empty.

A new act is a module here and a table in `resources/demo/day.toml`; it knows no other act.
"""
