"""Writing a plan into the vault, and taking it back."""
