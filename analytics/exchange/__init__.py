"""Workbooks that go out to people and come back in: rejected rows to correct, empty templates, reports of an import."""
