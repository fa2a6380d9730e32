"""Set-up on screen: what an administrator may change of an office, each change a version that can be undone."""
