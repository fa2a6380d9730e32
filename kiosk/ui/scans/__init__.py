"""Pages of papers on the registration form."""
