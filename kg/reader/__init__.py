"""A vault folder in, notes with exact offsets out."""
