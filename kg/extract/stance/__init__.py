"""How far a text supports what it says: modality, negation, and who is named as the source."""
