"""The circular (通报): wording → document → Word."""
