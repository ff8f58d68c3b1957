"""What a generated page holds. Pure: the same facts give the same text."""
