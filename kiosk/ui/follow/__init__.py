"""What is done with an application that was received before: the acts, and a small sheet for each."""
