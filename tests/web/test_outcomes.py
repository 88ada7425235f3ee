"""What came of it: figures with their denominators, the rows behind them, and what is public, whole or not at all."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from html import unescape
from math import floor
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.models import Clinic, CourseRecord, Look
from enthesis.clinic.numbers import key_of, number_of
from enthesis.clinic.outcome_rules import outcome_rules, set_windows
from enthesis.clinic.results import asking, jobs, public
from enthesis.clinic.results.asking import NotCounted
from enthesis.clinic.results.models import Publication
from enthesis.outcomes import apart
from enthesis.outcomes.figure import EVERYBODY
from enthesis.outcomes.registry.manifest import read_manifest
from enthesis.outcomes.report import Rows, report_of
from enthesis.pathway.dictionary import Point
from enthesis.pathway.indicators import shipped
from enthesis.web.outcomes.paging import page_number
from enthesis.web.outcomes.themes import THEMES
from enthesis.web.words import on_paper
from tests.support.browser import look
from tests.support.made_registry import BUILT_ON, made_tables, write_tables
from tests.web.conftest import Place, Starter, sign_in

Counting: TypeAlias = Callable[..., None]
DEFINITIONS = shipped().definitions


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[int, int], Path]:
    """Data folders with what was counted in them, by clinic and number of courses: counting takes seconds."""
    return {}


@pytest.fixture
def count_made_up(
    homes: dict[tuple[int, int], Path], tmp_path_factory: pytest.TempPathFactory, settings: Any
) -> Counting:
    """A registry of made-up courses, all of one clinic."""

    def count(clinic: Clinic, courses: int = 250) -> None:
        if (clinic.pk, courses) not in homes:
            home = homes[clinic.pk, courses] = tmp_path_factory.mktemp("counted")
            tables = made_tables(courses=courses, days=6, clinics=1, seed=4, built_on=BUILT_ON, span=900)
            write_tables(home / "registry", _of_clinic(tables, clinic.pk), BUILT_ON, derive=True)
        settings.HOME = homes[clinic.pk, courses]

    return count


def _of_clinic(tables: dict[str, Any], clinic: int) -> dict[str, Any]:
    import pyarrow as pa

    return {
        name: table.set_column(
            table.schema.get_field_index("clinic"), "clinic", pa.array([clinic] * table.num_rows, pa.int64())
        )
        for name, table in tables.items()
    }


def test_nothing_is_counted_before_somebody_asks(tmp_path: Path, settings: Any, place: Place) -> None:
    settings.HOME = tmp_path
    for page in ("/outcomes/", "/outcomes/responder_30/", "/outcomes/responder_30/rows/", "/outcomes/publish/"):
        assert b"Count now" in place.client("lead").get(page).content
    before = DBTaskResult.objects.count()
    assert jobs.begin()  # as the example clinic does when its server starts; asked for again, it is done once
    for _twice in range(2):
        assert place.client("lead").post("/outcomes/").status_code == 302
    assert DBTaskResult.objects.count() == before + 1
    jobs.bring_up_to_date.call()
    manifest = read_manifest(tmp_path / "registry")
    assert manifest is not None
    assert not jobs.begin()
    jobs.ask_daily(datetime.now(UTC))
    assert DBTaskResult.objects.count() == before + 3  # what is expected of courses, and what first pages show
    DBTaskResult.objects.all().delete()
    jobs.ask_daily(datetime.now(UTC))  # built today, but nothing was learned from it
    assert [each.task_path for each in DBTaskResult.objects.all()] == [jobs.learn_from_courses.module_path]
    DBTaskResult.objects.all().delete()
    (tmp_path / "growth").mkdir()
    for clinic in Clinic.objects.values_list("pk", flat=True):
        (tmp_path / "growth" / f"{clinic}.json").write_text(f'{{"registry": {manifest.generation}}}')
    jobs.ask_daily(datetime.now(UTC))
    assert not DBTaskResult.objects.exists()
    jobs.ask_daily(datetime.now(UTC) + timedelta(days=2))
    assert DBTaskResult.objects.count() == 1
    assert manifest.built_on <= place.today


def test_what_first_pages_show_is_counted_beforehand(
    count_made_up: Counting, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_made_up(place.clinic)
    DBTaskResult.objects.all().delete()
    jobs.count_beforehand.call(place.clinic.pk - 1)
    others = Clinic.objects.filter(pk__gt=place.clinic.pk)
    assert DBTaskResult.objects.count() == others.exists()  # each clinic at another look of the worker

    def count(*_: object) -> None:
        raise AssertionError("counted once more")

    monkeypatch.setattr(asking, "_answer", count)
    assert place.client("lead").get("/outcomes/").status_code == 200
    jobs.count_beforehand.call(Clinic.objects.latest("pk").pk)  # there is no other


def test_a_lead_decides_over_which_days_answers_count(count_made_up: Counting, place: Place) -> None:
    count_made_up(place.clinic)
    lead = place.client("lead")
    page = lead.get("/outcomes/responder_30/").content.decode()
    assert "13 weeks: answers from day 64 to 136" in page
    assert page.count("not decided") == 4
    typed = {"first-13": "70", "last-13": "120", "k": "25", "why": ""}
    refused = lead.post("/outcomes/rules/", typed)
    assert b"A decision has a reason" in refused.content
    assert b'value="70"' in refused.content
    before = DBTaskResult.objects.count()
    assert lead.post("/outcomes/rules/", {**typed, "why": "As in our study plan"}).status_code == 302
    assert DBTaskResult.objects.count() == before + 1  # everything is counted anew
    assert outcome_rules(place.clinic.pk).points[1] == Point(13, 70, 120)
    assert outcome_rules(place.clinic.pk).k == 25
    settings_page = lead.get("/settings/").content.decode()
    assert "day 70 to 120" in settings_page
    assert b"As in our study plan" in lead.get("/outcomes/rules/").content
    for wrong, says in (
        ({"first-13": "70"}, "Give both days, or neither."),
        ({"first-13": "95", "last-13": "120"}, "It holds day 91"),
        ({"first-13": "50", "last-13": "120"}, "begins after the window before it ends"),
        ({"first-13": "70.5", "last-13": "120"}, "Give a whole number."),
        ({"k": "1"}, "Give 2 to 1000."),
    ):
        page = lead.post("/outcomes/rules/", {"why": "because", **wrong}).content.decode()
        assert says in page
    assert outcome_rules(place.clinic.pk).points[1] == Point(13, 70, 120)
    assert lead.post("/outcomes/rules/", {"why": "The default will do"}).status_code == 302  # emptied: taken back
    assert outcome_rules(place.clinic.pk).decided == frozenset()
    assert outcome_rules(place.clinic.pk).k == 10


def test_the_answer_comes_first_with_everybody_who_began(count_made_up: Counting, place: Place) -> None:
    count_made_up(place.clinic)
    counted = asking.count(place.clinic, by=Operator(), filters=EVERYBODY)
    figures = [each for each in counted.report.of("responder_30", measure="nrs_pain") if not each.suppressed]
    last = max(figures, key=lambda each: int(each.value("weeks")))
    page = place.client("lead").get("/outcomes/").content.decode()
    assert f"{last.value('weeks')} weeks after the first injection" in page
    assert f"{last.started} came to this point. {last.numerator:.0f} said so; {last.missing} are missing" in page
    page = page.split("<main", 1)[1]
    assert page.index("came to this point") < page.index("<svg") < page.index("Everything that is counted")
    for title in ("Who answered, by time point", "Harms per 1,000 sessions", "Sessions inside their window"):
        assert title in page
    assert sorted(name for names in THEMES.values() for name in names) == sorted(DEFINITIONS)
    assert "Dashed box behind: where it would lie" in page
    for theme in THEMES:
        assert f'href="#{theme}"' in page
        assert f'id="{theme}"' in page


def test_one_indicator_by_group_with_its_definition_and_its_funnel(count_made_up: Counting, place: Place) -> None:
    count_made_up(place.clinic)
    page = place.client("lead").get("/outcomes/responder_30/?by=clinician").content.decode()
    assert "courses whose score improved by at least 30 % of baseline" in page
    assert "Does one group differ by more than chance?" in page
    assert "no more apart than chance" in page
    assert page.count("<tr>") > 8
    wrong = place.client("clinician").get("/outcomes/responder_30/?by=clinician").content.decode()
    assert "no more apart than chance" not in wrong
    assert place.client("lead").get("/outcomes/responder_30/?since=2026-02-01&until=2026-01-01").status_code == 200
    assert place.client("lead").get("/outcomes/nothing/").status_code == 404


def test_every_figure_leads_to_its_definition_and_to_its_rows(
    count_made_up: Counting, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every indicator, on the first page and on its own, of everybody and of some."""
    count_made_up(place.clinic)
    lead = place.client("lead")
    told = asking._asked({"groups": [], "only": [], **asking._filters(EVERYBODY, place.clinic)}, is_kept=False)
    report = report_of(told["report"])
    shown = {name: [each for each in report.of(name) if each.started and not each.suppressed] for name in DEFINITIONS}
    assert sum(map(bool, shown.values())) == len(DEFINITIONS) - 1  # no source states a cut-off

    def once(question: dict[str, Any], **_more: Any) -> dict[str, Any]:
        """Pages of one indicator show the report of all, so that it is counted once."""
        figures = [each for each in told["report"]["figures"] if each["indicator"] in question["only"]]
        return told | {"report": told["report"] | {"figures": figures}} if question["only"] else told

    monkeypatch.setattr(asking, "_asked", once)
    for query in ("", "since=2020-01-01"):
        first = lead.get(f"/outcomes/?{query}").content.decode()
        for name, figures in shown.items():
            assert f'href="/outcomes/{name}/?{query}"' in first
            assert (f'href="/outcomes/{name}/rows/?{query}' in first) == bool(figures), name
            own = lead.get(f"/outcomes/{name}/?{query}").content.decode()
            assert own.count(f'href="/outcomes/{name}/rows/?{query}') == len(figures), name
            assert 'href="#counted"' in own
            assert 'id="counted"' in own


def test_pages_say_which_courses_they_are_about(
    count_made_up: Counting, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_made_up(place.clinic)
    folder = str(asking.registry_folder())  # counted in this process, which has loaded the engine already
    monkeypatch.setattr(
        asking, "_answer", lambda asked: json.loads(json.dumps(apart.answer({"folder": folder, **asked}), default=str))
    )
    lead = place.client("lead")
    everybody = lead.get("/outcomes/").content.decode()
    assert "Everybody who began." in everybody
    for label in ("Problem", "Region", "Protocol", "Structure injected first", "Guidance of the first session"):
        assert f">{label}" in everybody
    assert "Dextrose prolotherapy for chronic back pain</option>" in everybody
    some = "since=2024-01-02&until=2026-06-30&indication=knee+pain"
    page = lead.get(f"/outcomes/?{some}").content.decode()
    told = "Courses started from 2 January 2024 to 30 June 2026, only problem: knee pain."
    assert told in page
    assert "Everybody who began." not in page
    assert "of the courses that are named above and of no other" in page
    assert '<option value="knee pain" selected>' in page
    assert told in lead.get(f"/outcomes/no_shows/rows/?{some}").content.decode()
    unknown = lead.get("/outcomes/?protocol=zzz").content.decode()
    assert "No course is like that." in unknown
    assert "There is no protocol “zzz” here" in unknown
    assert "Everything that is counted" not in unknown
    assert "Clinician of the first session" in everybody
    clinicians = place.client("clinician").get("/outcomes/?clinician=U-11").content.decode()
    assert "Clinician of the first session" not in clinicians
    assert "Everybody who began." in clinicians


def test_of_what_did_not_happen_the_rows_are_what_it_is_counted_over(
    count_made_up: Counting, place: Place, start: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_made_up(place.clinic)
    course = CourseRecord.objects.get(pk=key_of(start(ago=30))).pk
    session = {"clinic": 1, "course": course, "session": 2, "given": "2026-03-04", "structure": "knee-joint"}
    over = asdict(Rows(tuple(session), (session,), 105, 1))
    none = asdict(Rows(("clinic", "course", "event"), (), 0, 0)) | {"over": over}
    monkeypatch.setattr(asking, "_answer", lambda _question: {"rows": none})
    page = place.client("lead").get("/outcomes/adverse_events/rows/?of.severity=serious").content.decode()
    assert "Nothing of the kind was told of the 105 sessions" in page
    assert "4 March 2026" in page
    assert "104 more are counted and not here" in page
    assert Look.objects.filter(what="rows of adverse_events").exists()
    none["number"] = 3
    page = place.client("lead").get("/outcomes/adverse_events/rows/").content.decode()
    assert "3 rows are counted. None of them is open to you." in page


def test_rows_are_those_of_courses_that_are_open_and_the_look_is_kept(
    count_made_up: Counting, place: Place, start: Starter
) -> None:
    keys = {CourseRecord.objects.get(pk=key_of(start(ago=30))).pk for _course in range(3)}
    count_made_up(place.clinic)
    found = asking.rows_behind(
        place.clinic, "diary_adherence", by=place.users["clinician"], of={}, group={}, filters=EVERYBODY
    )
    shown = {row["course"] for row in found.rows}
    assert shown
    assert shown <= keys
    assert found.number == found.permitted + found.not_open > found.permitted
    look = Look.objects.filter(what="rows of diary_adherence").last()
    assert look is not None
    assert look.who == place.users["clinician"].handle
    page = place.client("clinician").get("/outcomes/diary_adherence/rows/").content.decode()
    assert "is written down" in page
    assert all(f"/courses/{number_of(key)}/" in page for key in shown)


def test_every_row_that_is_open_can_be_reached_page_by_page(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a group, in a period: each page asks for the same, and harms keep the page of their other table."""
    asked: list[dict[str, Any]] = []

    def answer(question: dict[str, Any]) -> dict[str, Any]:
        asked.append(question)

        def one(number: int, page: int) -> Rows:
            now = max(1, min(page, 4))  # of 32 rows, 10 on a page
            shown = [{"course": course} for course in range(1, 33)[(now - 1) * 10 :][:10]]
            return Rows(("course",), tuple(shown), number, 32, now, 10)

        return {"rows": asdict(one(40, question["page"])) | {"over": asdict(one(50, question["over_page"]))}}

    monkeypatch.setattr(asking, "is_built", lambda: True)
    monkeypatch.setattr(asking, "_answer", answer)
    lead, path = place.client("lead"), "/outcomes/adverse_events/rows/"
    query = "since=2024-06-01&protocol=nutura-back&of.severity=mild&group.region=knee"
    seen, ahead = list[str](), query + "&over=3"
    while ahead:
        page = lead.get(f"{path}?{ahead}").content.decode()
        first, second = page.split('id="over"')
        seen += re.findall(r'<th scope="row"><a href="/courses/([^/]+)/"', first)
        assert "of 32 that are open to you. 8 more are counted and not here" in first
        assert "Rows 21 to 30 of 32 that are open to you. 18 more" in second
        found = re.search(r'rel="next" href="\?([^"]+)"', first)
        ahead = unescape(found[1]) if found else ""
    assert seen == [number_of(course) for course in range(1, 33)]
    assert [each.pop("page") for each in asked] == [1, 2, 3, 4]
    assert all(each == asked[0] for each in asked)
    assert asked[0]["group"] == {"region": "knee"}
    assert asked[0]["where"][1:] == [["protocol", "nutura-back"]]
    assert 'rel="prev" href="?"' in lead.get(f"{path}?page=2").content.decode()
    assert "Page 4 of 4" in lead.get(f"{path}?{query}&page=99").content.decode()
    assert [page_number(typed) for typed in ("99", "0", "-3", "last", "", "9" * 80)] == [99, 1, 1, 1, 1, 1]


def test_results_are_public_whole_or_not_at_all(count_made_up: Counting, place: Place) -> None:
    count_made_up(place.clinic)
    stranger, lead = place.client("patient"), place.client("lead")
    assert b"shows no results" in stranger.get(f"/results/?of={place.clinic.pk}").content
    assert lead.post("/outcomes/publish/", {"what": "publish"}).status_code == 302
    shown = stranger.get(f"/results/?of={place.clinic.pk}").content.decode()
    results = public.proposed(place.clinic, by=Operator())
    for figure in (each for each in results.of("follow_up") if not each.suppressed):
        assert f"{figure.answered} of {figure.started}" in shown
        assert f">{figure.missing}<" in shown
    assert "They do not say that the injections did it" in shown
    assert shown.index("Who answered") < shown.index("Pain at least half less")
    assert results.begun is not None
    assert f"{results.begun.courses} courses began, and in {results.begun.injected} of them" in shown
    assert shown.split("<main", 1)[1].count("<svg") == 6  # three pictures, for two widths
    for figure in (each for each in results.of("responder_50") if not each.suppressed):
        assert f"over for {figure.started} of {results.begun.injected}" in shown
        assert figure.bounds_interval is not None
        assert f"{floor((figure.bounds_interval.low or 0) * 100)} to " in shown
    for place_of in set(re.findall(r'href="#(counted-[a-z0-9-]+)"', shown)):
        assert f'id="{place_of}"' in shown
    assert f"They are called current until {on_paper(results.current_until)}." in shown
    in_spanish = stranger.get(f"/results/?of={place.clinic.pk}", headers={"accept-language": "es"}).content.decode()
    assert "Contando con el azar" in in_spanish
    assert not [
        said for said in ("What is counted", "With chance", "over for", "weeks", "Who answered") if said in in_spanish
    ]
    assert lead.post("/outcomes/publish/", {"what": "withdraw"}).status_code == 302
    assert b"shows no results" in stranger.get(f"/results/?of={place.clinic.pk}").content
    assert [bool(each.results) for each in Publication.objects.all()] == [True, False]


def test_what_was_published_long_ago_is_called_old_and_never_changed(count_made_up: Counting, place: Place) -> None:
    count_made_up(place.clinic)
    told = public.proposed(place.clinic, by=Operator()).as_json()
    days, kept = shipped().house.public_days, []
    for ago, without, is_old in ((days, (), False), (days + 2, ("begun", "windows"), True)):
        of_then = {name: value for name, value in told.items() if name not in without}
        of_then["built_on"] = (place.today - timedelta(ago)).isoformat()
        kept.append(of_then["built_on"])
        Publication.objects.create(clinic=place.clinic, at=datetime.now(UTC), by="U-1", results=of_then)
        shown = place.client("patient").get(f"/results/?of={place.clinic.pk}").content.decode()
        assert ("These figures are old: they were counted on" in shown) == is_old
        assert ("They are called current until" in shown) == (not is_old)
        assert "Everybody who had an injection is asked." in shown
        for who in ("lead", "clinician"):
            asks = "Publish anew" in place.client(who).get("/outcomes/").content.decode()
            assert asks == (is_old and who == "lead")
    assert "courses began" not in shown  # nobody wrote it down then
    assert "over for" in shown
    assert "They are old since" in place.client("lead").get("/outcomes/publish/").content.decode()
    assert [each.results["built_on"] for each in Publication.objects.all()] == kept


def test_fewer_than_ten_are_never_public(count_made_up: Counting, place: Place) -> None:
    count_made_up(place.clinic, courses=8)
    with pytest.raises(NotCounted, match="enough people"):
        public.publish(place.clinic, by=place.users["lead"])
    refused = place.client("lead").post("/outcomes/publish/", {"what": "publish"})
    assert refused.status_code == 409
    assert not Publication.objects.exists()
    assert "Too early to say" in place.client("lead").get("/outcomes/").content.decode()


def test_another_clinic_counts_its_own_only(count_made_up: Counting, place: Place, elsewhere: Place) -> None:
    count_made_up(place.clinic)
    page = elsewhere.client("lead").get("/outcomes/").content.decode()
    assert "Too early to say" in page
    assert "<svg" not in page.split("<main", 1)[1]


def test_the_pages_can_be_used_by_all(count_made_up: Counting, place: Place, live: str, page: Page) -> None:
    count_made_up(place.clinic)
    filters = EVERYBODY  # counted here once, so that the pages need not wait for it
    asking.count(place.clinic, by=Operator(), filters=filters)
    asking.count(place.clinic, by=Operator(), filters=filters, groups=("clinician",), only=("responder_30",))
    public.publish(place.clinic, by=place.users["lead"])
    sign_in(page, live, place, "lead")
    page.goto(f"{live}/outcomes/")
    page.get_by_text("Choose a period or courses").click()
    page.get_by_text("Only some courses").click()
    expect(page.locator("figure svg")).to_have_count(3)
    expect(page.locator("figure svg").last).not_to_be_visible()
    page.emulate_media(media="print")  # what is folded on a telephone is not on paper
    expect(page.locator("figure svg").last).to_be_visible()
    page.emulate_media(media="screen")
    look(page, "outcomes", whole=True)
    page.goto(f"{live}/outcomes/responder_30/?by=clinician")
    look(page, "outcomes-indicator", whole=True)
    set_windows({6: (35, 49)}, clinic=place.clinic, by=place.users["lead"], why="As in our study plan")
    page.goto(f"{live}/outcomes/rules/")
    look(page, "outcomes-rules", whole=True)
    page.goto(f"{live}/results/?of={place.clinic.pk}")
    look(page, "results", whole=True)
