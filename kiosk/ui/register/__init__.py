"""The screen নতুন আবেদন: what is typed becomes an application with its number."""
