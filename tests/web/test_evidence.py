"""What trials say, on pages that anybody may read: words first, then the figures, then what was left out."""

import csv
import io
import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Page

from enthesis.cli.main import main
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.models import Clinic
from enthesis.clinic.own_trials import add, own_trials, table_of
from enthesis.pathway.trials import Condition, shipped
from tests.support.browser import look
from tests.web.conftest import Place, sign_in

TABLE = shipped()


def read(address: str, language: str = "en") -> str:
    client = Client(headers={"accept-language": language})
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def test_the_list_names_every_condition(place: Place) -> None:
    page = read("/evidence/")
    for one in TABLE.conditions:
        assert f'href="/evidence/{one.id}/"' in page
    assert "elective and off label" in page
    assert "Draft. No clinician has checked this page yet." in page


@pytest.mark.parametrize("condition", TABLE.conditions, ids=lambda one: one.id)
def test_a_condition_says_what_is_known_and_what_is_not(condition: Condition, place: Place) -> None:
    page = read(f"/evidence/{condition.id}/")
    assert f"<h1>{condition.name}</h1>" in page
    assert condition.unknown in page
    assert page.index("What nobody knows") < page.index(TABLE.everywhere)
    assert f"Evidence table {TABLE.version}" in page
    assert "style=" not in page
    assert "<script" not in page


def test_figures_stand_with_their_inputs_their_sources_and_what_was_left_out(place: Place) -> None:
    page = read("/evidence/knee/")
    assert "<strong>8.8 (-13.5 to 31.1)</strong> points of 100" in page
    assert "mean 14.18 (SD 18.46), 26 people" in page
    assert 'href="https://www.annfammed.org/highwire/markup/5465/expansion"' in page
    assert "Two studies cannot carry a Knapp-Hartung interval" in page
    assert "another figure of the same people" in page


def test_harms_stand_with_their_people_and_exact_intervals(place: Place) -> None:
    page = read("/evidence/knee/")
    assert "Serious harm: 0 of 104 people (Hosseini 2019). The true share may be 0 to 3.5 of 100." in page
    bruise = "A bruise that went away by itself: 3 of 90 people (Rabago 2013). The true share may be 0.7 to 9.4 of 100."
    assert f'{bruise} <span class="quiet">In which group of the trial is not stated.</span>' in page
    assert "472" not in read("/evidence/low-back/").partition("Harms")[2][:1500]  # reports are no rate
    spanish = read("/evidence/knee/", "es")
    assert "Daño grave: 0 de 104 personas (Hosseini 2019). La proporción real puede ser de 0 a 3.5 de 100." in spanish


def test_reviews_are_told_in_plain_words_with_what_was_printed_behind(place: Place) -> None:
    page = read("/evidence/knee/")
    reviews = page.partition('class="review-list"')[2].partition("</ul>")[0]
    assert reviews.count("<li>") == len(re.findall("<summary>", reviews)) > 3
    seen = re.sub(r"<details>.*?</details>", "", reviews, flags=re.DOTALL)
    assert "Better with prolotherapy." in seen
    assert "No clear difference." in seen
    assert "The printed figures do not quite fit one another." in seen
    assert "SMD" not in seen
    assert "SMD -0.95 (-1.14 to -0.76)" in reviews
    assert page.count("A standard deviation is how far people in a trial") == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_plot_for_a_telephone_keeps_its_lines_clear_of_names_and_names_both_sides(
    place: Place, language: str
) -> None:
    page = read("/evidence/knee/", language)
    for slim in re.findall(r'<div class="slim-picture">(.*?)</div>', page, re.DOTALL):
        uprights = re.findall(r'<line x1="([\d.]+)" x2="\1" y1="([\d.]+)" y2="([\d.]+)"', slim)
        names = [float(y) for y in re.findall(r'<text x="12" y="([\d.]+)" font-size="1[13]"', slim) if float(y) > 62]
        assert names
        assert not [y for y in names for _, top, end in uprights if float(top) < y < float(end)]
        assert "← " in slim
        assert " →" in slim


def test_nothing_that_is_only_remembered_reaches_a_page(place: Place) -> None:
    told = " ".join(read(f"/evidence/{one.id}/") for one in TABLE.conditions)
    for row in TABLE.remembered:
        assert row["item"] not in told
        if re.search(r"\d", row["remembered_value"]) and "from the seen counts" not in row["why_not_verified"]:
            assert row["remembered_value"] not in told


def test_a_condition_that_nobody_knows_is_not_found(place: Place) -> None:
    assert Client().get("/evidence/knie/").status_code == 404


def test_a_patient_reads_it_in_spanish(place: Place) -> None:
    page = read("/evidence/knee/", "es")
    assert "Lo que nadie sabe" in page
    assert TABLE.everywhere not in page
    knee = TABLE.condition("knee")
    assert knee is not None
    assert not re.search(rf'<span lang="en">{re.escape(knee.says[0])}', page)


# -- trials of the clinic's own --------------------------------------------------------------------------------------

OWN = "/evidence/own/"
TRIAL = {
    "what": "add",
    "name": "Rivera2026",
    "year": "2026",
    "citation": "Rivera T. Sugar water for knees. J Test 2026;1:1-9",
    "address": "https://example.test/rivera (Table 2)",
    "status": "seen",
    "region": "knee",
    "against": "sham",
    "lot": "yes",
    "unit": "participant",
    "outcome": "pain",
    "instrument": "VAS pain",
    "weeks": "52",
    "measure": "mean improvement from baseline",
    "scale": "0-100",
    "first_people": "41",
    "first_mean": "21.5",
    "first_sd": "19",
    "second_people": "40",
    "second_mean": "12.25",
    "second_sd": "18.5",
    "checked_by": "Dr Ada Reader",
}


@pytest.mark.both_databases
def test_a_lead_adds_a_trial_that_everybody_sees_at_once_and_takes_it_out_again(place: Place) -> None:
    before, lead = read("/evidence/knee/"), place.client("lead")
    assert f'href="{OWN}"' in unescape(lead.get("/evidence/").content.decode())
    assert "(own)" not in before
    assert f'href="{OWN}"' not in before
    answer = lead.post(OWN, TRIAL, follow=True)
    listed = unescape(answer.content.decode())
    assert "Rivera2026 is added. The table is version own-1." in listed
    assert "figures compared by Dr Ada Reader" in listed
    assert "In the figure: Pain, against an injection of salt water" in listed
    after = read("/evidence/knee/")
    assert "Rivera 2026 (own)" in after
    assert "mean 21.5 (SD 19), 41 people" in after
    assert "added by the clinic itself" in after
    assert "1 of them the clinic’s own" in after
    assert f"Evidence table {TABLE.version} with own-1." in after
    assert "<strong>8.8 (-13.5 to 31.1)</strong>" not in after  # it counts in the pooled figure
    assert "(own)" not in read("/evidence/elbow/")
    again = unescape(lead.post(OWN, TRIAL).content.decode())
    assert '"Rivera2026" has been added before. Give a correction another name.' in again
    assert "taken out with own-2" in unescape(lead.post(OWN, {"what": "out-1"}, follow=True).content.decode())
    assert lead.post(OWN, {"what": "out-1"}).status_code == 302  # it is gone already: no third version
    gone = read("/evidence/knee/")
    assert f"Evidence table {TABLE.version} with own-2." in gone
    assert "<strong>8.8 (-13.5 to 31.1)</strong>" in gone


def test_the_command_lists_and_pools_what_the_page_has_added(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.client("lead").post(OWN, TRIAL)
    name = place.clinic.name
    assert main(["evidence", "show", "knee", "--class", "sham", "--horizon", "year", "--clinic", name]) == 0
    told = capsys.readouterr().out
    assert "Rivera 2026 (own): mean 21.5 (SD 19), 41 people against" in told
    assert "3 trials, 1 of them the clinic's own" in told
    assert "figures compared with the paper by Dr Ada Reader; added by" in told
    assert f"Evidence table {TABLE.version} with own-1" in told
    assert main(["evidence", "--json", "--clinic", name]) == 0
    (own,) = json.loads(capsys.readouterr().out)["own"]
    assert (own["trial"], own["checked_by"], own["version"]) == ("Rivera2026", "Dr Ada Reader", "own-1")
    assert main(["evidence", "--condition", "knee"]) == 0
    assert "Rivera" not in capsys.readouterr().out
    assert main(["evidence", "--clinic", "Nobody"]) == 2
    assert "Nobody" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"address": ""}, "A figure without a source stays out."),
        ({"citation": ""}, "No citation. Write who published it, and where."),
        ({"name": "Klein1993"}, '"Klein1993" is a trial of the shipped table. Choose another name.'),
        ({"name": "two words"}, "Write letters and digits without a space"),
        ({"first_sd": ""}, "This figure was not seen, so the trial cannot be used."),
        ({"first_people": "40.5"}, "People are whole numbers."),
        ({"scale": "ten"}, "such as 0-10."),
        ({"measure": "mean final"}, "Say which is better."),
        (
            {"measure": "responder", "first_well": "50", "second_well": "3"},
            "More people did well than were in the group.",
        ),
        ({"checked_by": ""}, "Say who compared the figures with the paper."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(place: Place, changed: dict[str, str], says: str) -> None:
    sent = {**TRIAL, **changed}
    page = unescape(place.client("lead").post(OWN, sent).content.decode())
    assert says in page
    for name in ("citation", "address", "first_mean", "checked_by"):
        assert sent[name] in page
    assert own_trials(place.clinic.pk) == []


def test_groups_that_nobody_drew_and_joints_are_shown_and_pooled_nowhere(place: Place) -> None:
    lead = place.client("lead")
    page = unescape(lead.post(OWN, {**TRIAL, "lot": "no"}, follow=True).content.decode())
    assert "Left out: VAS pain, week 52: its groups were not drawn by lot" in page
    well = {"measure": "responder", "definition": "half the pain", "first_well": "20", "second_well": "11"}
    page = unescape(
        lead.post(OWN, {**TRIAL, **well, "name": "Other2026", "unit": "joint"}, follow=True).content.decode()
    )
    assert "version own-2" in page
    assert "<strong>8.8 (-13.5 to 31.1)</strong>" in read("/evidence/knee/")
    lead.post(OWN, {**TRIAL, **well, "name": "Third2026"})
    assert "20 of 41" in read("/evidence/knee/")


def test_a_table_of_several_measurements_is_added_as_the_command_adds_it(place: Place) -> None:
    lead = place.client("lead")
    empty = lead.get(f"{OWN}trial.csv").content.decode()
    like = [row for row in TABLE.rows if row["trial_id"] == "Klein1993" and row["ma_ready"] == "binary"]
    rows = [{**row, "trial_id": "Ours2026", "year": "2026", "citation": "Ours A. J Test"} for row in like]
    told = io.StringIO()
    table = csv.DictWriter(told, empty.strip().split(","))
    table.writeheader()
    table.writerows(rows)

    def send(text: str) -> str:
        sent = {"what": "table", "checked_by": "Dr Ada Reader", "file": SimpleUploadedFile("t.csv", text.encode())}
        return unescape(lead.post(OWN, sent, follow=True).content.decode())

    assert "the columns must be trial_id," in send("a,b\n1,2\n")
    wrong = send(told.getvalue().replace(",seen,", ",memory,"))
    assert 'The table, line 2: value_status is "memory". What was not seen stays out.' in wrong
    assert "Dr Ada Reader" in wrong
    assert "Ours2026 is added." in send(told.getvalue())
    assert "Ours 2026 (own)" in read("/evidence/low-back/")


def test_only_a_lead_adds_and_each_clinic_has_its_own(place: Place) -> None:
    with pytest.raises(NotAllowed):
        add([], "", clinic=place.clinic, by=place.users["clinician"], name="The form")
    place.client("lead").post(OWN, TRIAL)
    elsewhere = Clinic.objects.create(name="Elsewhere", time_zone="UTC")
    assert table_of(elsewhere.pk).version == table_of(None).version == TABLE.version
    assert table_of(place.clinic.pk).own == {"Rivera2026"}
    assert "(own)" not in read("/evidence/knee/")  # whose clinic somebody from outside reads cannot be told


def test_the_pages_read_well_on_a_telephone_and_on_a_desk(page: Page, live: str, place: Place) -> None:
    place.client("lead").post(OWN, TRIAL)
    sign_in(page, live, place, "lead")
    page.goto(f"{live}{OWN}")
    look(page, "evidence-own", whole=True)
    for address, name in (("/evidence/", "evidence"), ("/evidence/knee/#sham-pain-year", "evidence-knee")):
        page.goto(f"{live}{address}")
        look(page, name)
