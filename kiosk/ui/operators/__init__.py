"""Who works here: operators added, renamed, reset, closed."""
