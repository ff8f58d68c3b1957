"""Transcripts of recordings that lie in the vault as files: read, joined to notes, and compared with their claims."""
