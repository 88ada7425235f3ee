"""The estimate that a patient is given: what it costs, how it may end, how it is paid, what must be said with it."""

from datetime import date

from enthesis.papers.markup import Markup, blank, el
from enthesis.papers.paper import Paper, Printed, print_paper, style_sheet
from enthesis.pathway.estimate import Estimate
from enthesis.pathway.finding import WARN
from enthesis.pathway.handout import Handout, words
from enthesis.pathway.window import in_words


def estimate_paper(handout: Handout, made_on: date, identifier: str = "") -> Printed:
    """The estimate as PDF, on Letter in the US and on A4 elsewhere. Raises `PapersMissing`."""
    size = "letter" if handout.is_good_faith else "A4"
    number = f" ({handout.details.number})" if handout.details.number else ""
    return print_paper(
        Paper(
            title=f"{handout.title}: {handout.estimate.case.protocol.title}{number}",
            body=_body(handout),
            style=f"{style_sheet('estimate.css')} @page {{ size: {size}; }}",
            made_on=made_on,
            identifier=identifier,
        )
    )


def _body(handout: Handout) -> Markup:
    return el(
        "main",
        _head(handout),
        el("h1", handout.title),
        _whose(handout),
        _incomplete(handout),
        _sum(handout.estimate),
        _lines(handout),
        _separate(handout),
        _endings(handout.estimate),
        _paying(handout.estimate),
        _told(handout),
        el("p", "Explained and handed over by ", blank(), "  on ", blank("short"), class_="given"),
        el("p", f"Rests on: {'; '.join(handout.versions)}. Enthesis adds up; the clinic decides.", class_="foot"),
    )


def _head(handout: Handout) -> Markup:
    provider, details = handout.details.provider, handout.details
    lines: list[object] = [el("strong", provider.name) if provider.name else ["Provider: ", blank()]]
    if provider.address or provider.state:
        lines.append(", ".join(part for part in (provider.address, provider.state) if part))
    elif handout.is_good_faith:
        lines.append(["Address and state: ", blank()])
    lines += [part for part in (provider.telephone, provider.email) if part]
    if handout.is_good_faith:
        lines.append(["NPI: ", provider.npi or blank("short"), "   TIN: ", provider.tin or blank("short")])
    until = handout.estimate.case.valid_until
    about: list[object] = [["Given on ", in_words(details.on)] if details.on else ["Given on ", blank("short")]]
    about.append(["Holds until ", in_words(until)] if until else "Until when it holds is not stated")
    return el(
        "div",
        el("div", [el("div", line) for line in lines], class_="provider"),
        el("div", [el("div", line) for line in about], class_="about"),
        class_="head",
    )


def _whose(handout: Handout) -> Markup:
    details, us = handout.details, handout.is_good_faith
    rows: list[tuple[str, object]] = [("For", details.patient or blank())]
    if details.number:
        rows.append(("Number", details.number))
    if details.born or us:
        rows.append(("Born", in_words(details.born) if details.born else blank("short")))
    if handout.diagnoses or us:
        rows.append(("Diagnosis code", words.diagnoses(handout) or blank()))
    rows += [("What it is for", handout.estimate.case.protocol.title), ("When", words.booked(handout))]
    return el(
        "table",
        el("tbody", [el("tr", el("th", name, scope="row"), el("td", said)) for name, said in rows]),
        class_="whose",
    )


def _incomplete(handout: Handout) -> Markup | None:
    """What keeps this from being a whole estimate, in the words for the clinic: it is not handed over like this."""
    estimate = handout.estimate
    gaps = [found for found in estimate.findings if found.level == WARN] if not estimate.is_complete else []
    lacks = [phrase for found in handout.findings for phrase in found.because]
    says = [f"{found.says} {found.remedy}".strip() for found in (*gaps, *handout.findings) if not found.because]
    if lacks:
        says.append(f"Missing: {'; '.join(lacks)}.")
    if not says:
        return None
    return el("section", el("strong", "Not complete yet."), el("ul", [el("li", s) for s in says]), class_="incomplete")


def _sum(estimate: Estimate) -> Markup:
    told = words.sum_told(estimate)
    figure = el("p", told.figure, class_="total") if told.figure else None
    return el("section", el("p", told.says), figure, [el("p", more) for more in told.more], class_="sum")


def _lines(handout: Handout) -> Markup:
    estimate, coded = handout.estimate, words.shows_codes(handout)
    head = [el("th", "What", scope="col"), el("th", "Code", scope="col") if coded else None]
    head.append(el("th", "Each", scope="col", class_="n"))
    head += [el("th", over, scope="col", class_="n") for over in words.heads(estimate)]
    total = [el("th", "Sum", scope="row", colspan="3" if coded else "2")]
    total += [el("td", cell.amount, class_="n") for cell in words.totals(estimate)]
    currency = estimate.case.currency.code
    return el(
        "section",
        el("h2", f"What is in the sum{f', in {currency}' if currency else ''}"),
        el(
            "table",
            el("thead", el("tr", head)),
            el("tbody", [_row(row, coded) for row in words.rows(handout)], el("tr", total, class_="total")),
            class_="lines",
        ),
        class_="long",
    )


def _row(row: words.Row, coded: bool) -> Markup:
    code = row.code or (blank("tiny") if row.needs_code else "")
    cells = [el("th", row.what, scope="row"), el("td", code) if coded else None, el("td", row.each, class_="n")]
    for cell in row.cells:
        times = el("span", cell.times, class_="times") if cell.times else None
        cells.append(el("td", times, cell.amount, class_="n"))
    return el("tr", cells)


def _separate(handout: Handout) -> Markup | None:
    """What is not in the sum. In the US a sentence must stand above it."""
    named, inside = words.separate(handout), words.included(handout)
    if not named and not inside:
        return None
    above = el("p", handout.above_separate.to_patient) if handout.above_separate and named else None
    return el(
        "section",
        el("h2", "What is not in the sum") if named else None,
        above,
        el("ul", [el("li", each) for each in named]) if named else None,
        el("p", inside) if inside else None,
    )


def _endings(estimate: Estimate) -> Markup | None:
    rows = words.endings(estimate)
    if not rows:
        return None
    shares = any(row.share for row in rows)
    head: list[object] = [el("th", "Where it ends", scope="col"), el("th", "You pay", scope="col", class_="n")]
    head.append(el("th", "Less than planned", scope="col", class_="n"))
    head.append(el("th", "Share of people", scope="col", class_="n") if shares else None)
    return el(
        "section",
        el("h2", "It may end earlier"),
        el("p", "Treatment that does not help is stopped. This is what you then pay."),
        el(
            "table",
            el("thead", el("tr", head)),
            el("tbody", [_ending(row, shares) for row in rows]),
            class_="lines",
        ),
    )


def _ending(row: words.EndingRow, shares: bool) -> Markup:
    cells = [el("th", row.where, scope="row"), el("td", row.pay, class_="n"), el("td", row.less, class_="n")]
    return el("tr", cells, el("td", row.share, class_="n") if shares else None)


def _paying(estimate: Estimate) -> Markup | None:
    says = words.paying(estimate)
    return el("section", el("h2", "Paying"), [el("p", each) for each in says]) if says else None


def _told(handout: Handout) -> Markup:
    says = [el("li", f"{found.to_patient} {found.remedy_for_patient}".strip()) for found in handout.told]
    heading = "What you should know, and your rights" if handout.is_good_faith else "What you should know"
    return el("section", el("h2", heading), el("ul", says, class_="told"), class_="long")
