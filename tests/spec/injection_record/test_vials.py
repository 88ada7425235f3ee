"""Lots, last days, and who got what."""

title = "Vials, and the recall of a lot"


def test_the_last_day_of_a_vial_is_a_good_day(spec):
    """It may be used on the day that is printed on it."""
    spec(
        drawn="""
            part           mL   syringe   lot     last day
            dextrose 25%   5    -         DX-17   2026-03-10
        """,
        points="""
            structure    side    mL   syringe
            knee joint   left    5    -
        """,
        record="""
            day        2026-03-10
            guidance   ultrasound
        """,
        against="nothing",
    )


def test_a_vial_past_its_last_day(spec):
    """What happened is recorded, with the reason of a clinician by name."""
    spec(
        drawn="""
            part           mL   syringe   lot     last day
            dextrose 25%   5    -         DX-17   2026-03-10
        """,
        points="""
            structure    side    mL   syringe
            knee joint   left    5    -
        """,
        record="""
            day        2026-03-11
            guidance   ultrasound
        """,
        against="expired-vial",
        in_words="""
            stop: Past its last day when it was injected: "dextrose 25%", lot DX-17: 10 March 2026.
            Correct the day; where it was used all the same, say why.
        """,
    )


def test_a_recall_names_the_points_of_the_syringe(spec):
    """However the number is typed. What numbed the skin is under every point."""
    spec(
        drawn="""
            part            mL   syringe   lot
            dextrose 25%    5    A         DX-17
            dextrose 15%    5    B         DX 18
            lidocaine 1%    1    skin      LI-4
        """,
        points="""
            structure    side    mL   syringe
            knee-joint   left    5    A
            knee-mcl     left    1    B
            knee-lcl     left    1    B
        """,
        recall="""
            lot     points    because
            dx17    1         The points that got syringe A.
            DX-18   2, 3      The points that got syringe B.
            LI 4    1, 2, 3   It numbed the skin: every point of the session.
        """,
    )


def test_where_no_syringe_is_told_every_point_is_recalled(spec):
    """A point too many is looked at once. A point too few is missed."""
    spec(
        drawn="""
            part            mL   syringe   lot
            dextrose 25%    5    -         DX-17
        """,
        points="""
            structure    side    mL   syringe
            knee-joint   left    5    -
            knee-joint   right   5    -
        """,
        recall="""
            lot     points   because
            DX-17   1, 2     Its syringe is not told: every point of the session.
        """,
    )


def test_a_session_without_points_is_named_all_the_same(spec):
    """The patient is called; which points it was is asked then."""
    spec(
        drawn="""
            part            mL   syringe   lot
            dextrose 25%    5    A         DX-17
        """,
        recall="""
            lot     points   because
            DX-17   none     The record names no points.
        """,
    )
