"""A bench to practise and test on, of real parts: TPMs, tokens, lines paced to a baud rate."""
