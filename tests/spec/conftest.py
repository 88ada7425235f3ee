from collections.abc import Callable

import pytest

from tests.spec import harness


@pytest.fixture
def spec() -> Callable[..., None]:
    """One case held against the programme; see `harness.spec`."""
    return harness.spec
