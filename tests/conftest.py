"""What tests of several kinds share."""

from collections.abc import Iterator

import pytest

from tests import postgresql


@pytest.fixture(scope="session")
def server() -> Iterator[postgresql.Server]:
    """One PostgreSQL server for the whole session."""
    programs = postgresql.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with postgresql.running(programs) as started:
        yield started
