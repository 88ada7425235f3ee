"""Payments: taken and given back on a course, the receipt, what the patient sees, and what is open in the clinic."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD, MAY_RECORD, PATIENT
from enthesis.clinic.accounts import names_of
from enthesis.clinic.balances import balance_of, open_balances
from enthesis.clinic.models import Clinic
from enthesis.clinic.opening import Seen, open_course
from enthesis.papers.receipt import Receipt, receipt_paper
from enthesis.pathway import events as e
from enthesis.pathway.balance import paid_in
from enthesis.pathway.estimate.money import currencies, money
from enthesis.pathway.events import Happening
from enthesis.web.forms import fields
from enthesis.web.forms.base import DatedForm
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.printing import pdf
from enthesis.web.recording import is_saved

TAKES = (CLINICIAN, FRONT_DESK, LEAD)
READS = (PATIENT, CLINICIAN, FRONT_DESK)
WAYS = (
    ("cash", gettext_lazy("Cash")),
    ("card", gettext_lazy("Card")),
    ("transfer", gettext_lazy("Bank transfer")),
    ("insurer", gettext_lazy("Insurer")),
    ("other", gettext_lazy("Another way")),
)
SAYS_WAY = dict(WAYS)


class TakenForm(DatedForm):
    """Money that was taken. The currency is that of the price list and is not asked."""

    kind: ClassVar[type[Happening]] = e.PaymentTaken
    save_says = gettext_lazy("Take the payment")
    done = gettext_lazy("The payment is noted. The receipt can be printed.")
    heeds_head = False
    layout = (("amount", "happened_on"),)

    amount = fields.amount(gettext_lazy("Amount"), missing=gettext_lazy("Give the amount."), least=0)
    way = fields.choice(gettext_lazy("How"), WAYS, missing=gettext_lazy("Say how it was paid."), inline=True)
    reference = fields.line(
        gettext_lazy("Reference"), most=60, help_text=gettext_lazy("Of the terminal, the bank or the bill.")
    )

    def __init__(self, *positional: Any, currency: str, **options: Any) -> None:
        super().__init__(*positional, **options)
        self.currency = currency
        self.fields["amount"].unit = currency  # type: ignore[attr-defined] # an Amount, by its making above
        self.order_fields(["amount", "happened_on", "way", "reference"])

    def values(self) -> dict[str, Any]:
        return {**super().values(), "currency": self.currency}


class ReturnedForm(TakenForm):
    """Money that was given back."""

    kind = e.PaymentReturned
    save_says = gettext_lazy("Give it back")
    done = gettext_lazy("What was given back is noted.")


@page(*TAKES)
def payments(request: HttpRequest, number: str) -> HttpResponse:
    """What a course has cost, what was paid, what is open; take a payment, or give one back."""
    seen = open_course(number, by=request.user)
    told = balance_of(seen)
    context: dict[str, Any] = {"seen": seen, "name": seen.profile.name if seen.profile else seen.number}
    if told is None:
        return render(request, "web/frontdesk/payments.html", {**context, "lead": LEAD in seen.roles})
    gives_back = request.POST.get("what", request.GET.get("what")) == "return"
    owed = told.open.amount
    initial = {"amount": owed if owed > 0 and not gives_back else None}
    form = (ReturnedForm if gives_back else TakenForm)(
        request.POST or None,
        head=seen.head,
        today=today_at(seen.zone),
        currency=told.currency.code,
        initial=initial,
    )
    if is_saved(request, seen, form):
        return redirect("payments", number)
    context |= {"told": told, "form": form, "gives_back": gives_back, **_lines(seen)}
    return render(request, "web/frontdesk/payments.html", context)


@page(*TAKES, methods=("GET",))
def receipt(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """The receipt of one payment."""
    return _receipt(request, open_course(number, by=request.user), event)


@page(*READS, methods=("GET",))
def own_payments(request: HttpRequest, number: str) -> HttpResponse:
    """What the patient has paid and what is open."""
    seen = open_course(number, by=request.user)
    told = balance_of(seen)
    context = {"seen": seen, "told": told, "with_patient": not me(request).is_patient, "here": "next", **_lines(seen)}
    return render(request, "web/frontdesk/own_payments.html", context)


@page(*READS, methods=("GET",))
def own_receipt(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """The receipt again, for the patient."""
    return _receipt(request, open_course(number, by=request.user), event)


@page(*TAKES, methods=("GET",))
def balances(request: HttpRequest) -> HttpResponse:
    """The courses on which something is open, the largest first."""
    who = me(request)
    if who.clinic is None:
        raise Http404("There is no clinic whose balances these could be.")
    asked = request.GET.get("page", "1")
    number = max(1, min(int(asked), 10_000)) if asked.isascii() and asked.isdecimal() else 1
    found, more = open_balances(request.user, who.clinic, who.today, number)
    context = {"found": found, "number": number, "more": more}
    return render(request, "web/frontdesk/balances.html", context)


def _lines(seen: Seen) -> dict[str, Any]:
    """The payments as rows, with who took each."""
    names = names_of(each.recorded_by for each in seen.course.payments)
    corrects = bool(seen.roles & MAY_RECORD[e.PaymentTaken])
    return {
        "payments": [
            {
                "event": each,
                "is_back": isinstance(each, e.PaymentReturned),
                "figure": money(each.amount, currencies()[each.currency]),
                "way": SAYS_WAY.get(each.way, each.way),
                "by": names.get(each.recorded_by, each.recorded_by),
                "withdraw": reverse("withdraw", args=[seen.number, each.id]) if corrects else "",
            }
            for each in seen.course.payments
        ]
    }


def _receipt(request: HttpRequest, seen: Seen, event: str) -> HttpResponse:
    payment = next((each for each in seen.course.payments if each.id == event), None)
    if payment is None:
        raise Http404("There is no such payment.")
    made = payment.happened_on or today_at(seen.zone)
    paper = _paper(seen, payment, made)
    return pdf(request, lambda: receipt_paper(paper, made).pdf, f"receipt-{seen.number}-{made}.pdf")


def _paper(seen: Seen, payment: e.PaymentTaken | e.PaymentReturned, made: date) -> Receipt:
    clinic = Clinic.objects.get(pk=seen.clinic)
    currency = currencies()[payment.currency]
    until = seen.course.payments[: seen.course.payments.index(payment) + 1]
    rows = [
        (_("For"), seen.profile.name if seen.profile else seen.number),
        (_("Course"), f"{seen.number}, {seen.course.problem}"),
        (_("How"), str(SAYS_WAY.get(payment.way, payment.way))),
        (_("Reference"), payment.reference),
        (_("Receipt number"), payment.id[-12:].upper()),
        (_("Paid so far, with this"), str(money(max(paid_in(until), Decimal(0)), currency))),
    ]
    return Receipt(
        title=_("Money given back") if isinstance(payment, e.PaymentReturned) else _("Receipt"),
        clinic=clinic.name,
        clinic_lines=(clinic.telephone,) if clinic.telephone else (),
        amount=str(money(payment.amount, currency)),
        on=made,
        rows=tuple(row for row in rows if row[1]),
        signed=_("For the clinic:"),
    )
