"""What is signed, noted and ordered in a made-up course. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from enthesis.clinic.example.scene import Scene
from enthesis.pathway import events as e
from enthesis.pathway.consent import current
from enthesis.pathway.consent.signature import DRAWN, HIGH, PAPER, TYPED, WIDE
from enthesis.pathway.events import Event
from enthesis.pathway.notes import Kind, template_for, written
from enthesis.pathway.protocol.model import Activity

OLD = timedelta(days=300)  # before that this clinic had patients sign its own sheet of paper
_SHEET, _SHEET_VERSION = "Example Clinic consent sheet", "2024-03"
_ORDERS = {"knee": ("x-ray", "Joint space and axis, standing?"), "back": ("mri", "Nerve root, or a disc?")}
_RESULTS = {
    "knee": "Made up: joint space narrowed on the inner side, no fracture, no loose body.",
    "back": "Made up: age-related changes of two discs, no narrowing of a nerve root.",
}
_SAID = {
    "complaint": "Made up: pain for over a year, worse with standing for long.",
    "tried": "Exercises for three months, pain killers; some relief for weeks.",
    "worse": "Worse in the evening, better with gentle movement.",
    "health": "None known, as listed.",
    "look": "No swelling, no redness.",
    "motion": "Free, painful at its end.",
    "tender": "Over the attachments of the ligaments, as marked.",
    "stability": "Firm.",
    "pictures": "None, or as reported in this course.",
    "diagnosis": "Pain of ligaments and their attachments.",
    "against": "Nothing so far.",
    "next": "Goes on as the plan says.",
    "again": "At the next session.",
}


def consent(scene: Scene, when: date) -> e.ConsentSigned:
    """The patient signs: the text that is offered on a page, or long ago a sheet of paper."""
    rng, name = scene.chance("consent"), scene.story.name
    if scene.today - when > OLD:
        return e.ConsentSigned(
            **scene.base(when), document=_SHEET, version=_SHEET_VERSION, signed_as=name, way=PAPER, language="en"
        )
    text = current()
    way = rng.choice((DRAWN, DRAWN, TYPED))
    return e.ConsentSigned(
        **scene.base(when),
        document=text.document,
        version=text.stamp,
        signed_as=name,
        way=way,
        signature=_drawn(rng) if way == DRAWN else "",
        language=text.language,
    )


def _drawn(rng: Random) -> str:
    """Strokes that nobody's hand made: a few waves from left to right."""
    strokes, across = [], 40
    for _ in range(3):
        points = []
        for place in range(12):
            across = min(across + rng.randint(6, 18), WIDE - 10)
            down = HIGH // 2 + (-1) ** place * rng.randint(5, 70)
            points.append(f"{'L' if place else 'M'}{across} {down}")
        strokes.append(" ".join(points))
    return " ".join(strokes)


def note(scene: Scene, activity: Activity) -> tuple[str, str]:
    """What the clinician wrote after a visit, and the template's stamp; nothing where there is no template."""
    template = template_for(activity.kind.value)
    if template is None:
        return "", ""
    rng = scene.chance(f"note {activity.id} {len(scene.events)}")
    said: dict[str, str | tuple[str, ...]] = {}
    for field in template.fields:
        if field.kind is Kind.ONE:
            said[field.id] = field.choices[0]
        elif field.kind is Kind.SOME:
            said[field.id] = tuple(sorted(rng.sample(field.choices, 3), key=field.choices.index))
        elif field.id in _SAID and rng.random() < 0.8:
            said[field.id] = _SAID[field.id]
    return written(template, said), template.stamp


def imaging(scene: Scene, when: date) -> Iterator[Event]:
    """At the first visit of some a picture is ordered. Most are reported a week later, the others are awaited."""
    rng, story = scene.chance("imaging"), scene.story
    if any(isinstance(event, e.ImagingOrdered) for event in scene.events) or rng.random() > 0.45:
        return
    modality, question = _ORDERS.get(story.region, ("ultrasound", "What hurts there?"))
    order = f"{scene.seed}-image"
    yield e.ImagingOrdered(
        id=order, happened_on=when, region=story.region, side=story.side, modality=modality, question=question
    )
    if rng.random() < 0.75:
        back = when + timedelta(days=rng.randint(5, 12))
        words = _RESULTS.get(story.region, "Made up: nothing remarkable.")
        scene.coming.append((back, e.ImagingReported(id="", happened_on=back, order=order, words=words)))
