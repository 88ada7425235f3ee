"""The decision aid on paper: the same ways, questions and pictures as the page, with version, day and who gains."""

from collections.abc import Sequence
from datetime import date

from enthesis.papers.markup import Markup, el
from enthesis.papers.paper import Paper, Printed, print_paper, style_sheet
from enthesis.pathway.decision_aid import Told, ToldCell, ToldOption, ToldPicture, ToldSaid
from enthesis.pathway.leaflets.citations import citations
from enthesis.pictures.people import hundred_people


def aid_paper(told: Told, *, results: Sequence[str], clinic: str, language: str, made_on: date) -> Printed:
    """The aid as PDF. `results`: how the clinic's own patients fared, in sentences. Raises `PapersMissing`."""
    return print_paper(
        Paper(
            title=told.title,
            body=_body(told, results, clinic, made_on),
            style=style_sheet("decision_aid.css"),
            made_on=made_on,
            language=language,
        )
    )


def _body(told: Told, results: Sequence[str], clinic: str, made_on: date) -> Markup:
    labels, aid = told.labels, told.aid
    return el(
        "main",
        el("div", el("strong", clinic), el("span", f"{labels['printed']} {made_on.isoformat()}"), class_="head"),
        el("h1", told.title),
        el("p", labels["reviewed" if aid.is_reviewed else "draft"], class_="draft"),
        el("h2", labels["decision"]),
        el("p", told.decision, class_="asked"),
        el("p", labels["no-rush"]),
        el("h2", labels["about"]),
        [_said(each, labels["unchecked"]) for each in told.about],
        el("h2", labels["hundred"]),
        el("p", told.why_no_picture or told.pictures_say),
        el("div", [_picture(each) for each in told.pictures], class_="hundred") if told.pictures else None,
        el("h2", labels["ways"]),
        el("p", labels["list-intro"]),
        [_way(each, labels["unchecked"]) for each in told.options],
        el("h2", labels["own-results"]),
        [el("p", line) for line in results],
        el("h2", labels["ask"]),
        _list(told.ask),
        el("h2", labels["made"]),
        _list(told.standing),
        el("h2", labels["sources"]),
        el("ul", [el("li", each) for each in _sources(told)], class_="sources"),
        el("p", f"{labels['version']} {aid.named}. {labels['review-by']} {aid.review_by.isoformat()}.", class_="foot"),
    )


def _said(said: ToldSaid, unchecked: str) -> Markup:
    return el("p", said.text, f" ({unchecked})" if said.is_unchecked else None)


def _list(lines: Sequence[str]) -> Markup:
    return el("ul", [el("li", line) for line in lines])


def _picture(told: ToldPicture) -> Markup:
    if told.count is None:
        return el("div", el("h3", told.title), el("p", told.nobody), class_="box")
    drawn = Markup(hundred_people(f"people-{told.id}", told.count, told.title, f"{told.gain} {told.loss}"))
    words = [el("p", el("strong", line)) for line in (told.gain, told.loss)]
    words += [el("p", line, class_="small") for line in told.more]
    shown = el("div", el("div", drawn, class_="people"), el("div", words, class_="says"), class_="counted")
    return el("div", el("h3", told.title), shown, class_="box")


def _way(told: ToldOption, unchecked: str) -> Markup:
    rows = [el("tr", el("th", cell.heading, scope="row"), el("td", _cell(cell, unchecked))) for cell in told.cells]
    return el("section", el("h3", told.title), el("table", el("tbody", rows)), class_="way")


def _cell(cell: ToldCell, unchecked: str) -> list[Markup]:
    lines = [_said(line, unchecked) for line in cell.lines]
    harms = [
        el("li", harm.said.text, f" ({unchecked})" if harm.said.is_unchecked else None, " ", _often(harm.often))
        for harm in cell.harms
    ]
    return [*lines, *([el("ul", harms)] if harms else [])]


def _often(says: str) -> Markup:
    return el("span", says, class_="often")


def _sources(told: Told) -> list[str]:
    """What every line rests on, each source once; memory and our own reckoning in the words of the aid."""
    labels, known = told.labels, citations()
    return [
        labels[key] if key in labels or key not in known else f"{known[key].says} {known[key].address}".strip()
        for key in told.aid.sources
    ]
