"""Links by e-mail: only their holder opens them, for one purpose, for a while."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from enthesis.clinic.links import drop_links, make_link, read_link
from enthesis.clinic.links.models import Link

DAY = timedelta(days=1)


def test_a_link_opens_what_it_was_made_for_and_nothing_else(db: None) -> None:
    secret = make_link("evaluation", "E-7", lasts=DAY)
    assert read_link("evaluation", secret) == "E-7"
    assert read_link("invitation", secret) is None
    assert read_link("evaluation", secret[:-1]) is None
    assert read_link("evaluation", "") is None


def test_only_a_digest_is_kept(db: None) -> None:
    secret = make_link("evaluation", "E-7", lasts=DAY)
    kept = Link.objects.get()
    assert secret.encode() not in bytes(kept.digest)
    assert len(bytes(kept.digest)) == 32


def test_a_link_is_over_after_its_time(db: None) -> None:
    secret = make_link("evaluation", "E-7", lasts=DAY)
    with time_machine.travel(datetime.now(UTC) + DAY + timedelta(seconds=1), tick=False):
        assert read_link("evaluation", secret) is None


def test_links_are_ended_by_what_they_stand_for(db: None) -> None:
    mine, theirs = make_link("invitation", "U-7", lasts=DAY), make_link("invitation", "U-8", lasts=DAY)
    assert drop_links("invitation", "U-7") == 1
    assert (read_link("invitation", mine), read_link("invitation", theirs)) == (None, "U-8")


@pytest.mark.parametrize(("purpose", "subject", "lasts"), [("", "x", DAY), ("x", "", DAY), ("x", "x", -DAY)])
def test_a_link_for_nothing_is_a_mistake_of_the_caller(purpose: str, subject: str, lasts: timedelta) -> None:
    with pytest.raises(ValueError, match="A link has a purpose"):
        make_link(purpose, subject, lasts=lasts)
