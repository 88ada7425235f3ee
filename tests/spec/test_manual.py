from tests.spec import manual


def test_no_page_of_the_manual_is_stale():
    assert manual.stale() == [], "run python -m tests.spec.manual and commit docs/manual"
