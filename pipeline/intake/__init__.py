"""What the units send (收集): files → tables → entries. Its door is ``receiving``."""
