from collections.abc import Callable

import pytest

from tests.spec import injection_tables


@pytest.fixture
def spec() -> Callable[..., None]:
    """One injection record held against the programme; see `injection_tables.spec`."""
    return injection_tables.spec
