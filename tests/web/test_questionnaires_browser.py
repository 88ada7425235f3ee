"""Questionnaires as people see them: on a phone of 390 px, one screen at a time; and the pages of the clinic."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.opening import open_course
from enthesis.pathway import events as e
from tests.support.invented import as_yaml, invented
from tests.web.conftest import Place, Starter, days_ago, load_words, new_id, sign_in, until_injection
from tests.web.test_browser import as_it_stands, see
from tests.web.test_questionnaires import oswestry


def taken(number: str) -> list[e.ScoresTaken]:
    return [event for event in open_course(number, by=Operator()).log if isinstance(event, e.ScoresTaken)]


def test_a_patient_answers_one_screen_at_a_time(live: str, page: Page, place: Place, start: Starter) -> None:
    number = oswestry(start)
    load_words(place, "odi")
    sign_in(page, live, place, "patient")
    see(page, live, "/my/", "questionnaire-next")
    page.get_by_role("link", name="Answer").first.click()
    as_it_stands(page, "questionnaire-first")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose an answer, or leave the question open.")
    as_it_stands(page, "questionnaire-missing")
    page.get_by_label("Invented: somewhat").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("2 of 10", exact=False).first).to_be_visible()
    page.get_by_role("link", name="Question before").click()
    expect(page.get_by_label("Invented: somewhat")).to_be_checked()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Leave it open").click()
    for _ in range(8):
        page.get_by_label("Invented: a very little").check()
        page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Left open")).to_be_visible()
    as_it_stands(page, "questionnaire-check")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("status")).to_contain_text("Your answers are with the clinic")
    assert [(score.value, score.version) for score in taken(number)] == [(Decimal("22.222222"), "1+2026-a.en")]


def test_where_no_script_runs(live: str, plain_page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection())
    load_words(place, "peg")
    sign_in(plain_page, live, place, "patient")
    plain_page.goto(f"{live}/my/{number}/scale/peg/")
    for mark in ("7", "6", "8"):
        plain_page.get_by_label(mark, exact=True).check()
        plain_page.get_by_role("button", name="Go on").click()
    plain_page.get_by_role("button", name="Send my answers").click()
    expect(plain_page.get_by_role("status")).to_contain_text("Your answers are with the clinic")
    assert taken(number)[-1].value == 7


def test_every_way_of_answering(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection())
    for name in ("rmdq", "psfs", "eq5d5l", "vas_pain"):
        load_words(place, name)
    load_words(place, "rmdq", language="de")
    sign_in(page, live, place, "patient")
    see(page, live, f"/my/{number}/scale/rmdq/", "questionnaire-language")
    page.get_by_label("English").check()
    page.get_by_role("button", name="Go on").click()
    as_it_stands(page, "questionnaire-ticks")
    for _ in range(4):
        page.get_by_role("button", name="Go on").click()
    as_it_stands(page, "questionnaire-blank")
    see(page, live, f"/my/{number}/scale/psfs/", "questionnaire-names")
    page.get_by_label("1.").fill("stairs")
    page.get_by_role("button", name="Go on").click()
    as_it_stands(page, "questionnaire-names-missing")
    page.get_by_label("2.").fill("carrying the shopping")
    page.get_by_role("button", name="Go on").click()
    as_it_stands(page, "questionnaire-about")
    see(page, live, f"/my/{number}/scale/vas_pain/", "questionnaire-number")
    see(page, live, f"/my/{number}/scale/nrs_pain/", "questionnaire-own")
    see(page, live, f"/my/{number}/progress/", "questionnaire-progress")


def test_staff_see_the_change_and_enter_paper(live: str, page: Page, place: Place, start: Starter) -> None:
    def score(day: int, instrument: str, value: str, **more: object) -> e.ScoresTaken:
        return e.ScoresTaken(
            id=new_id(), happened_on=days_ago(day), instrument=instrument, value=Decimal(value), **more
        )  # type: ignore[arg-type]  # fields of the event

    before = [
        score(41, "odi", "46", version="1+2026-a.en"),
        score(41, "rmdq", "3"),
        score(41, "koos", "50", subscale="adl"),
    ]
    after = [
        score(2, "odi", "30", version="1+2026-a.en", answers={str(n): "1" for n in range(10)}),
        score(2, "rmdq", "1"),
    ]
    told = e.ScoresTaken(id=new_id(), happened_on=days_ago(2), instrument="pgic", words="much improved")
    number = start(*before, *until_injection(), *after, told)
    load_words(place, "odi")
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/")
    for summary in page.get_by_text("What counts as a change").all():
        summary.click()
    as_it_stands(page, "questionnaire-course")
    other = oswestry(start)
    see(page, live, f"/courses/{other}/record/items/oswestry/", "questionnaire-paper")
    for n in range(1, 10):
        page.get_by_label(str(n), exact=True).fill("2")
    page.get_by_role("button", name="Work out the scores").click()
    expect(page.get_by_role("status")).to_contain_text("40")
    as_it_stands(page, "questionnaire-paper-worked")
    see(page, live, f"/courses/{other}/record/scores/oswestry/", "questionnaire-scores")


def test_a_lead_loads_words(live: str, page: Page, place: Place, tmp_path: Path) -> None:
    content = invented("koos")
    content["licence"]["until"] = (place.today + timedelta(days=300)).isoformat()
    sound, faulty = tmp_path / "koos.yaml", tmp_path / "koos-faulty.yaml"
    sound.write_text(as_yaml(content), encoding="utf-8")
    content["scales"]["qol"]["items"].pop()
    content["scales"]["pain"]["best_answer"] = "4"
    faulty.write_text(as_yaml(content), encoding="utf-8")
    sign_in(page, live, place, "lead")
    see(page, live, "/instruments/", "instruments")
    see(page, live, "/instruments/nrs_pain/", "instrument-own")
    see(page, live, "/instruments/koos/", "instrument")
    see(page, live, "/instruments/koos/load/", "instrument-load")
    page.get_by_label("File with the words").set_input_files(faulty)
    page.get_by_role("button", name="Check and keep").click()
    expect(page.get_by_role("alert").last).to_contain_text("2 findings in the file")
    as_it_stands(page, "instrument-load-faulty")
    page.get_by_label("File with the words").set_input_files(sound)
    page.get_by_role("button", name="Check and keep").click()
    expect(page.get_by_role("status")).to_contain_text("The words are kept")
    as_it_stands(page, "instrument-text")
    page.get_by_role("link", name="Take into use").click()
    as_it_stands(page, "instrument-turn")
    page.get_by_label("I have looked at the preview", exact=False).check()
    page.get_by_role("button", name="Take into use").click()
    expect(page.get_by_text("in use", exact=True)).to_be_visible()
    as_it_stands(page, "instrument-used")
