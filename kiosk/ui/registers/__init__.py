"""The registers on the screen: a million rows without a pause, and out of the window as files."""
