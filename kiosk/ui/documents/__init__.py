"""The office's A4 documents: chosen, looked at, printed or saved."""
