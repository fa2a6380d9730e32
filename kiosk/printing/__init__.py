"""From a receipt to paper."""
