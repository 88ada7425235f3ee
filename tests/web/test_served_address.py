"""Links in letters lead somewhere from the first minute, whether anybody has named the clinic's own address or not."""

import os

import pytest

from enthesis.cli.demo import _name_address


@pytest.mark.parametrize(
    ("host", "named", "found"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:8200"),
        ("localhost", "", "http://localhost:8200"),
        ("127.0.0.1", "https://clinic.example", "https://clinic.example"),
        ("0.0.0.0", "", ""),
    ],
)
def test_the_address_that_letters_lead_to(monkeypatch: pytest.MonkeyPatch, host: str, named: str, found: str) -> None:
    monkeypatch.setenv("ENTHESIS_ADDRESS", named)
    _name_address(host, 8200)
    assert os.environ["ENTHESIS_ADDRESS"] == found
