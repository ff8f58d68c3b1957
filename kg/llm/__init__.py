"""Asks a language model behind an OpenAI-compatible endpoint about sections of notes; only if the user says so."""
