"""The workbooks that go out (表册)."""
