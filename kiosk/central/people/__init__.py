"""Who works at the centre: signing in, second factor, branches, deputies."""
