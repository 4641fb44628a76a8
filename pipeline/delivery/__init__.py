"""Delivery (交付): mail out and in, the meeting's pack, the overview."""
