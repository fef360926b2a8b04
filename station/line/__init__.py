"""The work itself: positions, profiles, and the run that makes one unit an enrollment."""
