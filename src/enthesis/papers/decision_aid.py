"""The decision aid on paper: the same ways, questions and pictures as the page, with version, day and who gains."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from enthesis.papers.markup import Markup, el
from enthesis.papers.paper import Paper, Printed, print_paper, style_sheet
from enthesis.pathway.decision_aid import Told, ToldCell, ToldOption, ToldPicture, ToldPrice, ToldSaid, cited_by
from enthesis.pictures.of_aid import drawing_of

Day = Callable[[date], str]  # a day in words of the language


def aid_paper(told: Told, *, results: Sequence[str], clinic: str, language: str, made_on: date, day: Day) -> Printed:
    """The aid as PDF. `results`: how the clinic's own patients fared, in sentences. Raises `PapersMissing`."""
    return print_paper(
        Paper(
            title=told.title,
            body=_body(told, results, clinic, made_on, day),
            style=style_sheet("decision_aid.css"),
            made_on=made_on,
            language=language,
        )
    )


def _body(told: Told, results: Sequence[str], clinic: str, made_on: date, day: Day) -> Markup:
    labels, aid = told.labels, told.aid
    return el(
        "main",
        el("div", el("strong", clinic), el("span", f"{labels['printed']} {day(made_on)}"), class_="head"),
        el("h1", told.title),
        el("p", labels["reviewed" if aid.is_reviewed else "draft"], class_="draft"),
        el("h2", labels["decision"]),
        el("p", told.decision, class_="asked"),
        el("p", labels["no-rush"]),
        el("h2", labels["about"]),
        [_said(each, labels["unchecked"]) for each in told.about],
        el("h2", told.pictures_title),
        el("p", told.why_no_people) if told.why_no_people else None,
        el("p", told.pictures_say),
        el("div", [_picture(each) for each in told.pictures], class_="hundred"),
        el("h2", labels["ways"]),
        el("p", labels["list-intro"]),
        [_way(each, labels["unchecked"]) for each in told.options],
        el("h2", labels["operation"]),
        _said(told.operation, labels["unchecked"]),
        el("h2", labels["prices"]),
        _prices(told) if told.prices else el("p", labels["price-unlisted"]),
        el("h2", labels["own-results"]),
        [el("p", line) for line in results],
        el("h2", labels["ask"]),
        _list(told.ask),
        list(_more(told)),
        el("h2", labels["made"]),
        _list(told.standing),
        el("h2", labels["sources"]),
        el("ul", [el("li", each) for each in _sources(told)], class_="sources"),
        el("p", f"{labels['version']} {aid.named}. {labels['review-by']} {day(aid.review_by)}.", class_="foot"),
    )


def _said(said: ToldSaid, unchecked: str) -> Markup:
    return el("p", said.text, f" ({unchecked})" if said.is_unchecked else None)


def _list(lines: Sequence[str]) -> Markup:
    return el("ul", [el("li", line) for line in lines])


def _picture(told: ToldPicture) -> Markup:
    if told.nobody:
        return el("div", el("h3", told.title), el("p", told.nobody), class_="box")
    words = [el("p", el("strong", line)) for line in (told.gain, told.loss) if line]
    words += [el("p", line, class_="small") for line in told.more]
    kind = "average" if told.gained else "people"
    shown = el(
        "div", el("div", Markup(drawing_of(told)), class_=kind), el("div", words, class_="says"), class_="counted"
    )
    return el("div", el("h3", told.title), shown, class_="box")


def _prices(told: Told) -> Markup:
    labels = told.labels
    heads = [el("th", labels[f"price-{name}"], scope="col") for name in ("way", "sessions", "session", "total")]
    rows = [
        el("tr", el("th", line.way, el("div", line.plan) if line.plan else None, scope="row"), _price(line))
        for line in told.prices
    ]
    return el("table", el("thead", el("tr", heads)), el("tbody", rows), class_="prices")


def _price(line: ToldPrice) -> list[Markup]:
    if not line.sessions:
        return [el("td", line.total, colspan="3")]
    return [el("td", each) for each in (line.sessions, line.each, line.total)]


def _more(told: Told) -> Iterator[Markup]:
    """What the page folds in, behind everything: every way above has about the same length."""
    ways = [each for each in told.options if each.more]
    if ways:
        yield el("h2", told.labels["more"])
    for way in ways:
        yield el("h3", way.title)
        yield el("ul", [el("li", f"{heading}: {line}") for heading, lines in way.more for line in lines])


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
    """What every line rests on, each source once; what is no printed source in the words of the aid."""
    return [
        f"{each.says} {each.address}".strip() if each.language else told.labels[each.key]
        for each in cited_by(told.aid, told.aid.sources)
    ]
