"""What there is: frozen types and the rules they obey. Pure: no input, no output."""
