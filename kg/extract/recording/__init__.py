"""Which recording a note is about, which second of it, and who speaks: a state that flows through the note."""
