"""Signatures, what matters to a patient, and orders of pictures."""

title = "Signatures, what matters to a patient, and orders of pictures"


def test_a_signature_has_a_name_and_what_is_drawn_can_be_read(spec):
    """A typed name, strokes drawn in the box, or a paper. Three points are a touch by mistake, and no signature."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-04   consent signed   2026-11, way typed, signed_as Ada Sample
        """,
        objections="nothing",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-04   consent signed   2026-11, way typed
        """,
        objections="name-missing",
        in_words="""
            refuse: A signature has a name.
            Write the name of the person who signs.
        """,
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-04   consent signed   2026-11, way drawn, signed_as Ada Sample, signature M10 20 L30 40 L50 40
        """,
        objections="signature-unusable",
        in_words="""
            refuse: What was drawn is too short for a signature.
            Clear the box and sign again, or type your name.
        """,
    )


def test_what_matters_to_a_patient_is_said_in_the_words_of_the_page(spec):
    """Any one answer is enough, and it may be taken back or given again. Who leans nowhere says so, or nothing."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-04   values answered   back soon=much needle=little how-often:no leans=undecided
            2026-03-05   values answered   back leans=none
        """,
        objections="nothing",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-04   values answered   back
        """,
        objections="nothing-said",
        in_words="""
            refuse: Nothing was answered.
            Answer at least one question.
        """,
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-04   values answered   - soon=much
        """,
        objections="aid-missing",
    )
    for said in ("soon=very", "leans=stem-cells", "how-often:maybe"):
        spec(
            protocol="nutura-back",
            log=f"""
                2026-03-02   course started
                2026-03-04   values answered   back {said}
            """,
            objections="out-of-range",
        )


def test_an_order_says_of_what_and_what_it_is_to_answer(spec):
    """Whoever takes the picture has nothing else to go by."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-04   imaging ordered   knee
        """,
        objections="nothing",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-04   imaging ordered   knee, question
        """,
        objections="question-missing",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-04   imaging ordered   knee, region
        """,
        objections="region-missing",
    )


def test_a_result_closes_an_open_order_with_what_it_says(spec):
    """Once reported, an order is closed."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-04   imaging ordered    knee
            2026-03-09   imaging reported   e2
        """,
        objections="nothing",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-04   imaging ordered    knee
            2026-03-09   imaging reported   e2
            2026-03-10   imaging reported   e2
        """,
        objections="no-such-order",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-04   imaging ordered    knee
            2026-03-09   imaging reported   e2, words
        """,
        objections="result-missing",
    )
