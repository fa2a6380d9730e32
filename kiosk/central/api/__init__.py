"""Journals in, news out."""
