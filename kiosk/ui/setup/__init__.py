"""The first start: office, counter, printer and the first operator."""
