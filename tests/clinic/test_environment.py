"""What is wrong with the environment is said with the fix, before anything starts; nothing secret is ever shown."""

import os
import subprocess
import sys

import pytest

from enthesis.clinic.environment import VARIABLES, faults, lines, strangers

pytestmark = pytest.mark.once

RIGHT = {
    "ENTHESIS_ADDRESS": ["https://clinic.example", "http://localhost:8000/", "https://clinic.example:8443"],
    "ENTHESIS_MAIL": ["smtp://user:password@mail.example:587", "smtps://user:password@mail.example"],
    "ENTHESIS_PROXY": ["0", "2"],
    "ENTHESIS_FEEDS": ["private"],
    "ENTHESIS_DEBUG": ["1", "0"],
    "ENTHESIS_DATABASE": ["postgresql://user:password@host:5432/name", "sqlite:////srv/clinic.sqlite3"],
    "ENTHESIS_SECRET_KEY": ["0f" * 32],
}
WRONG = {
    "ENTHESIS_ADDRESS": ["clinic.example", "https://", "https://clinic.example:port", "ftp://x", "https://x/clinic"],
    "ENTHESIS_MAIL": ["mail.example:587", "smtp://", "smtp://mail.example:587x"],
    "ENTHESIS_PROXY": ["yes", "10", "-1"],
    "ENTHESIS_FEEDS": ["1"],
    "ENTHESIS_DEBUG": ["true"],
    "ENTHESIS_DATABASE": ["mysql://x/y", "postgresql://host"],
    "ENTHESIS_SECRET_KEY": ["hunter2"],
    "ENTHESIS_SMS": ["+15550100"],
    "ENTHESIS_MAIL_FROM": ["the desk"],
    "ENTHESIS_LANGUAGE": ["e n"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, all_ in RIGHT.items() for value in all_])
def test_what_works_is_not_complained_of(name: str, value: str) -> None:
    assert faults({name: value}) == []


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, all_ in WRONG.items() for value in all_])
def test_what_cannot_be_is_told_with_the_fix(name: str, value: str) -> None:
    (fault,) = faults({name: value})
    assert fault.name == name
    assert name in str(fault)
    assert str(fault).endswith(".")


def test_nothing_secret_is_shown() -> None:
    secret = "q9-very-secret"
    given = {
        "ENTHESIS_MAIL": f"smtp://user:{secret}@mail.example:587",
        "ENTHESIS_DATABASE": f"postgresql://user:{secret}@host/name",
        "ENTHESIS_MASTER_KEY": secret,
        "ENTHESIS_SMS": f"twilio://AC:{secret}@+15550100",
    }
    assert secret not in " ".join(line.value for line in lines(given))
    assert secret not in " ".join(str(fault) for fault in faults(given))
    assert "smtp://…@mail.example:587" in [line.value for line in lines(given)]


def test_a_slip_of_the_pen_is_told() -> None:
    assert strangers({"ENTHESIS_ADRESS": "x", "PATH": "y"}) == ["ENTHESIS_ADRESS"]
    assert len({each.name for each in VARIABLES}) == len(VARIABLES)


def test_a_command_stops_with_the_sentence_and_status_2(own_clinic: dict[str, str]) -> None:
    given = {**os.environ, **own_clinic, "ENTHESIS_ADDRESS": "clinic.example"}
    run = [sys.executable, "-m", "enthesis.cli.main", "due"]
    done = subprocess.run(run, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "ENTHESIS_ADDRESS (“clinic.example”) does not begin with https://" in done.stderr
    assert "Traceback" not in done.stderr
    shown = subprocess.run([*run[:-1], "settings"], env=given, capture_output=True, text=True, check=False)
    assert shown.returncode == 2
    assert "Write it as https://clinic.example." in shown.stdout
