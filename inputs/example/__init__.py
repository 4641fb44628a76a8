"""The example workspace's inputs, as an office and its units would make them; every monthly figure is invented."""
