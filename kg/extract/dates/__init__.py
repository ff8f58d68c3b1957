"""Calendar expressions and their EDTF values."""
