"""A clinic's own copy of a protocol comes before the shipped one, never under the feet of a running course."""

import pytest

from enthesis.clinic.access import Operator
from enthesis.clinic.door import NotAllowed, Refused, open_course, record, start_course
from enthesis.clinic.models import ProtocolCopy
from enthesis.clinic.protocols import NotKept, keep_copy, protocol_of, protocols_of
from enthesis.pathway import events as e
from enthesis.pathway.protocol.library import latest, texts
from tests.clinic.making import OPERATOR, House, day, start, started

VERSION = latest()["nutura-back"].version


def own(version: str = "2026-12-north", **changes: str) -> str:
    text = texts()["nutura-back"].replace(f'version: "{VERSION}"', f'version: "{version}"')
    assert version in text
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def test_a_copy_is_followed_by_the_courses_that_name_it(north: House, south: House) -> None:
    keep_copy(own(), clinic=north.clinic, by=north["lead"])
    number = start_course([started(version="2026-12-north")], person=north.person, by=OPERATOR).number
    assert open_course(number, OPERATOR).protocol.version == "2026-12-north"
    assert ("nutura-back", "2026-12-north") in protocols_of(north.clinic.pk)
    assert protocol_of(south.clinic.pk, "nutura-back", "2026-12-north") is None
    with pytest.raises(Refused) as refused:
        start_course([started(version="2026-12-north")], person=south.person, by=OPERATOR)
    assert refused.value.codes == ("no-such-protocol",)


def test_a_course_stays_on_its_version_until_it_is_moved(north: House) -> None:
    number = start(north).number
    keep_copy(own(), clinic=north.clinic, by=north["lead"])
    assert open_course(number, OPERATOR).protocol.version == VERSION
    moved = e.ProtocolTransferred(
        id="t", happened_on=day(1), protocol="nutura-back", version="2026-12-north", reason="Our own times."
    )
    record(moved, course=number, by=north["clinician"])
    assert open_course(number, OPERATOR).protocol.version == "2026-12-north"
    record(e.Withdrawn(id="w", replaces="t"), course=number, by=north["clinician"])
    assert open_course(number, OPERATOR).protocol.version == VERSION


@pytest.mark.parametrize("version", [VERSION, "2026-12-north"])
def test_a_version_is_one_text_for_ever(north: House, version: str) -> None:
    keep_copy(own(), clinic=north.clinic, by=north["lead"])
    with pytest.raises(NotKept, match=r"own version|another version"):
        keep_copy(own(version), clinic=north.clinic, by=north["lead"])
    assert ProtocolCopy.objects.count() == 1


def test_a_faulty_copy_is_told_its_faults(north: House) -> None:
    with pytest.raises(NotKept) as not_kept:
        keep_copy(own().replace("kind: injection", "kind: injektion"), clinic=north.clinic, by=north["lead"])
    assert not_kept.value.complaints
    with pytest.raises(NotKept):
        keep_copy("a: [", clinic=north.clinic, by=north["lead"])
    assert not ProtocolCopy.objects.exists()


def test_only_a_lead_keeps_protocols(north: House, south: House) -> None:
    for by in (north["clinician"], north["front-desk"], north["patient"], south["lead"]):
        with pytest.raises(NotAllowed):
            keep_copy(own(), clinic=north.clinic, by=by)
    keep_copy(own(), clinic=north.clinic, by=Operator())
