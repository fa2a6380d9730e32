"""The journal to the server, and the news back."""
