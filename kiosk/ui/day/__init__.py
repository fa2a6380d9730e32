"""The counter's day: what remains, who takes it over, and its closing."""
