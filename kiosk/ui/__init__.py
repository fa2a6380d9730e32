"""The counter window: the only Qt widgets."""
