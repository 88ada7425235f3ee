"""A patient's own page on messages, and the page behind the link in a letter that ends them."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from enthesis.clinic.access import PATIENT, user_key
from enthesis.clinic.addresses import address_of, masked
from enthesis.clinic.limits import FEEDS
from enthesis.clinic.messages.choosing import NotChosen, choose, may_have_sms, own_profile, person_of, stop
from enthesis.clinic.messages.providers import telephone_of
from enthesis.clinic.messages.times import times_of
from enthesis.clinic.messages.ways import language_of
from enthesis.clinic.models import Membership, Person
from enthesis.clinic.profiles import EMAIL, NO_MESSAGES, SMS
from enthesis.pathway.messages import shipped
from enthesis.web import language as pages
from enthesis.web.guard import page
from enthesis.web.sign_in.limits import limited

LANGUAGES = {"en": "English", "es": "Español"}  # each in its own words


@page(PATIENT)
def settings(request: HttpRequest) -> HttpResponse:
    """By what way messages come and in which language, or none. Each choice is one button, and holds at once."""
    held = Membership.objects.filter(user_id=user_key(request.user), role=PATIENT).order_by("pk")
    person = Person.objects.select_related("clinic", "key").get(pk=held.values_list("person", flat=True)[0])
    profile = own_profile(person)
    if request.method == "POST":
        way = request.POST.get("way", profile.messages)
        language = request.POST.get("language", language_of(profile.language))
        try:
            choose(person, way=way, language=language, by=request.user)
        except NotChosen as problem:
            messages.warning(request, str(problem), "note-care")
        else:
            if "language" in request.POST and pages.known(language):
                request.session[pages.KEY] = pages.known(language)
            messages.success(request, _("Kept. It holds from now on."), "note-good")
        return redirect("messages-settings")
    address = address_of(person.pk, profile.email or profile.contact)
    number = telephone_of(profile.telephone or profile.contact)
    there = language_of(profile.language)
    quiet = times_of(person.clinic_id, datetime.now(UTC)).quiet
    context = {
        "ways": [
            (EMAIL, _("By e-mail"), masked(address) or _("The clinic has no address of yours yet.")),
            *([(SMS, _("By SMS"), _ending(number))] if may_have_sms(person.clinic, profile) else []),
            (NO_MESSAGES, _("No messages"), _("What must reach you, the clinic tells you by telephone.")),
        ],
        "no_sms": not may_have_sms(person.clinic, profile),
        "way": profile.messages,
        "languages": [(code, LANGUAGES.get(code, code)) for code in shipped().languages],
        "language": there,
        "quiet": "" if quiet.since == quiet.until else (f"{quiet.since:%H:%M}", f"{quiet.until:%H:%M}"),
        "telephone": person.clinic.telephone,
    }
    return render(request, "web/messages/settings.html", context)


# Whoever holds the link may send it, also a mail program by its own button (RFC 8058), which has no token of a form.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited(FEEDS)
def stop_messages(request: HttpRequest, secret: str) -> HttpResponse:
    """The end of messages, asked for by a link in a letter and confirmed by a button. It shows nobody's name."""
    person = stop(secret) if request.method == "POST" else person_of(secret)
    if person is None:
        raise Http404("This link is not one of ours.")
    is_done = request.method == "POST" or own_profile(person).messages == NO_MESSAGES
    context = {"is_done": is_done, "of": person.clinic.name, "telephone": person.clinic.telephone}
    answer = render(request, "web/messages/stop.html", context)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _ending(number: str) -> str:
    return _("To the number that ends in %(digits)s.") % {"digits": number[-3:]}
