"""Every address, by audience."""

from django.urls import include, path

from enthesis.web import home, installed, language
from enthesis.web.about import urls as about
from enthesis.web.audit import urls as audit
from enthesis.web.booking import urls as booking
from enthesis.web.choices import urls as choices
from enthesis.web.clinician import urls as clinician
from enthesis.web.consent import urls as consent
from enthesis.web.daysheet import urls as daysheet
from enthesis.web.desk import urls as desk
from enthesis.web.estimates import urls as estimates
from enthesis.web.evaluation import urls as evaluation
from enthesis.web.evaluations import urls as evaluations
from enthesis.web.evidence import urls as evidence
from enthesis.web.files import urls as files
from enthesis.web.front import urls as front
from enthesis.web.frontdesk import urls as frontdesk
from enthesis.web.lead import instrument_urls as instruments
from enthesis.web.lead import settings_urls as lead_settings
from enthesis.web.lead import urls as lead
from enthesis.web.letters import urls as letters
from enthesis.web.living import urls as living
from enthesis.web.mending import urls as mending
from enthesis.web.messages import urls as messages
from enthesis.web.my_data import urls as my_data
from enthesis.web.outcomes import urls as outcomes
from enthesis.web.patient import urls as patient
from enthesis.web.prices import urls as prices
from enthesis.web.resources import urls as resources
from enthesis.web.restricted import urls as restricted
from enthesis.web.sign_in import urls as sign_in
from enthesis.web.sign_in.limits import too_often
from enthesis.web.staff import urls as staff
from enthesis.web.texts import urls as texts
from enthesis.web.waiting import urls as waiting

urlpatterns = [
    path("", home.first, name="first"),
    path("manifest.webmanifest", installed.manifest, name="manifest"),
    path("", include(sign_in)),
    path("", include(staff)),
    path("", include(audit)),
    path("", include(files)),
    path("", include(my_data)),
    path("accounts/language/", language.choose, name="language"),
    path("accounts/", include("allauth.urls")),
    path("about/", include(about)),
    path("", include(choices)),
    path("clinic/", include(front)),
    path("", include(evidence)),
    path("evaluation/", include(evaluation)),
    path("evaluations/", include(evaluations)),
    path("my/", include(messages.patient_urlpatterns)),
    path("my/", include(consent.patient_urlpatterns)),
    path("", include(consent)),
    path("", include(letters)),
    path("", include(daysheet)),
    path("my/", include(patient)),
    path("", include(living)),
    path("desk/", include(desk)),
    path("", include(estimates)),
    path("prices/", include(prices)),
    path("resources/", include(resources)),
    path("", include(restricted)),
    path("", include(frontdesk)),
    path("", include(mending)),
    path("", include(booking)),
    path("", include(outcomes)),
    path("", include(waiting)),
    path("", include(messages)),
    path("texts/", include(texts)),
    path("", include(clinician)),
    path("protocols/", include(lead)),
    path("", include(lead_settings)),
    path("instruments/", include(instruments)),
]

handler400 = home.not_readable
handler403 = home.not_allowed
handler404 = home.not_found
handler429 = too_often
handler500 = home.broken
