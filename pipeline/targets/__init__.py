"""The notice is the schema (目标): notice → target sentences → register."""
