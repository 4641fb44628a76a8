"""Golden texts: what is made today is compared with what a person has read and accepted."""
