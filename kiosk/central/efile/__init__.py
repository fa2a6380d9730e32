"""The officers' desk: inboxes, note sheets, acts, letters."""
