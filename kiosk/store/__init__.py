"""The counter's own database, its journal, and what guards them."""
