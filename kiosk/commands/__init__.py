"""What each command does, a family a module; `kiosk.cli` reads the arguments."""
