"""Track an application: pages for people, rendered here, that work without scripts."""
