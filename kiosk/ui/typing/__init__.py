"""Bangla typing built in: layouts, what is being composed, the line that shows it, words of our own."""
