"""Waiting and repair: what is not settled yet, and what may be done about it."""
