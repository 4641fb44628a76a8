"""Measuring a .docx against GB/T 9704—2012 from what stands in the file."""
