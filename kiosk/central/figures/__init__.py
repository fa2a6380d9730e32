"""The office in figures: the page, the morning page, the lists as spreadsheets."""
