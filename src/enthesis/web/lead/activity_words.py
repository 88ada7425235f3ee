"""The words of a protocol file as an editor says them."""

from django.utils.translation import gettext_lazy as _

from enthesis.pathway.protocol.model import Condition, Kind, Purpose, Role, Unit

ROLES = (
    (Role.PATIENT.value, _("the patient")),
    (Role.CLINICIAN.value, _("a clinician")),
    (Role.THERAPIST.value, _("a therapist")),
    (Role.FRONT_DESK.value, _("the front desk")),
    (Role.LEAD.value, _("the lead")),
)
KINDS = (
    (Kind.VISIT.value, _("visit")),
    (Kind.QUESTIONNAIRE.value, _("questionnaire")),
    (Kind.CONSENT.value, _("consent")),
    (Kind.ORDER.value, _("order")),
    (Kind.HOLD.value, _("pause of medicines")),
    (Kind.INJECTION.value, _("injection")),
    (Kind.DIARY.value, _("diary")),
    (Kind.REVIEW.value, _("review with a decision")),
    (Kind.PLAN.value, _("plan agreed with the patient")),
    (Kind.THERAPY.value, _("physical-therapy programme")),
    (Kind.ADJUNCT.value, _("something beside the injections")),
    (Kind.CHECK_IN.value, _("check-in after an injection")),
    (Kind.OUTCOME.value, _("outcome")),
    (Kind.CLOSING.value, _("closing of the course")),
)
PURPOSES = (
    ("", _("not an injection")),
    (Purpose.DIAGNOSTIC.value, _("to find out whether treatment helps (diagnostic)")),
    (Purpose.TREATMENT.value, _("treatment")),
)
UNITS = ((Unit.DAYS.value, _("days")), (Unit.WEEKS.value, _("weeks")), (Unit.MONTHS.value, _("calendar months")))
CONDITIONS = (
    (Condition.ELIGIBLE.value, _("a clinician found the patient eligible")),
    (Condition.CONSENT_SIGNED.value, _("consent is signed and not taken back")),
    (Condition.MEDICINES_REVIEWED.value, _("the list of medicines is taken and settled with prescribers")),
    (Condition.HOLD_KEPT.value, _("the pause of medicines was kept")),
    (Condition.NO_OPEN_CONCERN.value, _("no reported symptom is open")),
    (Condition.PRIOR_CARE_TRIED.value, _("other care was tried first")),
    (Condition.DIAGNOSIS_MADE.value, _("a diagnosis is on record")),
    (Condition.RESPONDED.value, _("the response review says: go on")),
    (Condition.PLAN_AGREED.value, _("the plan is agreed with the patient")),
    (Condition.MEASURED.value, _("the scores before the session are taken")),
    (Condition.SESSION_REVIEWED.value, _("the review after the last session is decided")),
    (Condition.SERIES_FINISHED.value, _("the series is finished")),
)
ADVISED = (
    ("", _("no recommendation names it")),
    ("responded", _("recommended when the patient responded")),
    ("not_responded", _("recommended when the patient did not respond")),
    ("not_enough_data", _("recommended when there is not enough data")),
)
HAPPENS = (
    ("once", _("Once, some time after something else")),
    ("series", _("Several times, each after the one before")),
    ("after-each", _("After each of another activity")),
    ("before-each", _("Before each of another activity")),
    ("points", _("At fixed months after the last of another activity")),
)
