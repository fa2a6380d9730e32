"""A4 documents: Bangla that is shaped right and can still be searched and copied, any length, page by page."""
