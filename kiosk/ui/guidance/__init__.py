"""The guidance directory as a screen: to look up, and for supervisors to change."""
