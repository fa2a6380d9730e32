"""The rules and values that counter and centre share: no input, no output."""
