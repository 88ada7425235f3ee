"""The front desk's pages."""

from django.urls import path

from enthesis.web.frontdesk import account, chase, lots, merging, payments, people, person

urlpatterns = [
    path("patients/", people.people, name="people"),
    path("patients/new/", people.add, name="person-new"),
    path("patients/<str:number>/", person.person, name="person"),
    path("patients/<str:number>/edit/", person.edit, name="person-edit"),
    path("patients/<str:number>/account/", account.account, name="person-account"),
    path("patients/<str:number>/same/", merging.same, name="person-same"),
    path("patients/<str:number>/start/", people.start, name="start"),
    path("courses/<str:number>/payments/", payments.payments, name="payments"),
    path("courses/<str:number>/payments/<str:event>.pdf", payments.receipt, name="receipt"),
    path("my/<str:number>/payments/", payments.own_payments, name="own-payments"),
    path("my/<str:number>/payments/<str:event>.pdf", payments.own_receipt, name="own-receipt"),
    path("chase/", chase.chase, name="chase"),
    path("chase/days/", chase.days, name="chase-days"),
    path("lots/", lots.lots, name="lots"),
    path("payments/", payments.balances, name="balances"),
]
