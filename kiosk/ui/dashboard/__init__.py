"""The day in pictures: figures, bars and ages, readable in grey print."""
