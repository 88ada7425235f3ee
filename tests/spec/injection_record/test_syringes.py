"""What each syringe held, and what the visit adds up to."""

title = "Syringes and doses"


def test_one_syringe(spec):
    """3 mL of a mix of 10 mL: the dose is the share that was injected."""
    spec(
        drawn="""
            part            mL   syringe
            dextrose 50%    3    A
            lidocaine 1%    2    A
            saline          5    A
        """,
        points="""
            structure             side    mL   syringe
            Iliolumbar ligament   left    2    A
            Sacroiliac joint      left    1    A
        """,
        record="""
            weight     70 kg
            guidance   ultrasound
        """,
        adds_up_to="""
            what         how much
            Syringe A    3 mL of 10 mL
            all points   3 mL
            dextrose     15 %
            lidocaine    6 mg of at most 300 mg
        """,
        against="nothing",
    )


def test_two_syringes_and_the_skin_count_together(spec):
    """What numbs the skin has no point of its own and counts in full. 15 % and 25 % are no one strength."""
    spec(
        drawn="""
            part            mL   syringe
            dextrose 50%    3    A
            lidocaine 1%    7    A
            dextrose 25%    4    B
            lidocaine 2%    1    skin
        """,
        points="""
            structure             side    mL   syringe
            Iliolumbar ligament   left    2    A
            Iliolumbar ligament   right   2    A
            Sacroiliac joint      left    4    B
        """,
        record="""
            weight     70 kg
            guidance   fluoroscopy
        """,
        adds_up_to="""
            what           how much
            Syringe A      4 mL of 10 mL
            Syringe B      4 mL of 4 mL
            Skin numbing   1 mL of 1 mL
            dextrose       not known
            lidocaine      48 mg of at most 300 mg
        """,
        against="nothing",
    )


def test_over_the_limit_with_the_skin(spec):
    """267 mg at the points would pass for 60 kg (4.5 mg/kg: 270 mg). The skin takes it over."""
    spec(
        drawn="""
            part            mL     syringe
            lidocaine 2%    13.3   A
            lidocaine 1%    1      skin
        """,
        points="""
            structure    side    mL     syringe
            knee joint   left    13.3   A
        """,
        record="""
            weight     60 kg
            guidance   ultrasound
        """,
        against="LA_OVER_LIMIT",
    )


def test_more_than_was_drawn_into_a_syringe(spec):
    """It cannot have come out of it. Nothing is recorded until a figure is put right."""
    spec(
        drawn="""
            part           mL   syringe
            dextrose 25%   5    A
            dextrose 15%   5    B
        """,
        points="""
            structure    side    mL   syringe
            knee joint   left    5    A
            knee joint   right   1    A
            knee-mcl     left    1    B
        """,
        record="guidance   ultrasound",
        against="syringe-overdrawn",
        in_words="""
            refuse: Syringe A: 6 mL at its points, and 5 mL drawn into it.
            Correct the volumes, or add what else was drawn into it.
        """,
    )


def test_a_point_whose_syringe_nobody_told(spec):
    """All that was drawn counts towards the limit then, and the point towards every recall of this session."""
    spec(
        drawn="""
            part            mL   syringe
            lidocaine 1%    5    A
            dextrose 25%    5    B
        """,
        points="""
            structure    side    mL   syringe
            knee joint   left    5    B
            knee-mcl     left    1    -
        """,
        record="""
            weight     70 kg
            guidance   ultrasound
        """,
        adds_up_to="""
            what        how much
            lidocaine   50 mg of at most 300 mg
        """,
        against="syringe-not-told",
        in_words="""
            warn: Of 1 point the syringe is not told.
            Tell it: otherwise each of them counts in the recall of every lot of this session.
        """,
    )


def test_a_syringe_with_nothing_in_it(spec):
    """A slip of the pen, or a part that was forgotten."""
    spec(
        drawn="""
            part           mL   syringe
            dextrose 25%   5    A
        """,
        points="""
            structure    side    mL   syringe
            knee joint   left    2    A
            knee-mcl     left    1    C
        """,
        record="guidance   ultrasound",
        against="syringe-unknown",
    )


def test_figures_that_do_not_fit_the_parts(spec):
    """A strength and a volume typed beside the parts and points, and a part that names nothing."""
    spec(
        drawn="""
            part           mL   syringe
            dextrose 50%   5    -
            something      5    -
        """,
        points="""
            structure    side    mL   syringe
            knee joint   left    2    -
        """,
        record="""
            guidance          ultrasound
            strength          15 %
            injected in all   11 mL
        """,
        against="part-unclear strength-differs more-than-mixed volume-differs",
    )


def test_a_volume_that_cannot_be(spec):
    """Less than nothing."""
    spec(
        points="""
            structure    side    mL   syringe
            knee joint   left    -2   -
        """,
        against="out-of-range",
    )
