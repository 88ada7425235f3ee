"""What the database holds. The log is the truth; what is marked *derived* can be thrown away and made again."""

from enthesis.clinic.models.booking import BookedTime, BookedVisit, Hold, OtherHours, Resource, TakenStep
from enthesis.clinic.models.calendars import CalendarFeed, OutsideBusy, OutsideCalendar
from enthesis.clinic.models.decided import (
    ClinicDecision,
    Confirmation,
    LoadedText,
    PriceListVersion,
    ProtocolCopy,
    TextTurn,
)
from enthesis.clinic.models.messages import PlannedMessage, Sending
from enthesis.clinic.models.people import Clinic, Membership, NameWord, Person, PersonKey, Role, User, Users
from enthesis.clinic.models.record import AgendaRow, CourseRecord, CourseRegister, Look, LotUse, StoredEvent
from enthesis.clinic.models.restricted import EmergencyOpening, EmergencyReview, Restriction
from enthesis.clinic.models.waiting import Offer, WaitingEntry

__all__ = [
    "AgendaRow",
    "BookedTime",
    "BookedVisit",
    "CalendarFeed",
    "Clinic",
    "ClinicDecision",
    "Confirmation",
    "CourseRecord",
    "CourseRegister",
    "EmergencyOpening",
    "EmergencyReview",
    "Hold",
    "LoadedText",
    "Look",
    "LotUse",
    "Membership",
    "NameWord",
    "Offer",
    "OtherHours",
    "OutsideBusy",
    "OutsideCalendar",
    "Person",
    "PersonKey",
    "PlannedMessage",
    "PriceListVersion",
    "ProtocolCopy",
    "Resource",
    "Restriction",
    "Role",
    "Sending",
    "StoredEvent",
    "TakenStep",
    "TextTurn",
    "User",
    "Users",
    "WaitingEntry",
]
