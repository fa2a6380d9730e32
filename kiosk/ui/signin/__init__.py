"""Who sits here: sign in, lock, change of operator."""
