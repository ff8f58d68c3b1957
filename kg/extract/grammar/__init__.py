"""What a parse says: tokens, trees and grammatical roles; knows nothing of names or claims."""
