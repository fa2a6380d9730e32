"""What an office chooses for this counter: printer, server, look, second backup place."""
