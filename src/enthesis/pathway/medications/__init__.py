"""Drugs around an injection: what a name as typed means, what is left out when, what only its prescriber may stop."""

from enthesis.pathway.medications.acetaminophen import Circumstances, DaySum, Intake, check_day, daily_limit_mg, intakes
from enthesis.pathway.medications.agreement import Agreement, AgreementTask, problem
from enthesis.pathway.medications.country import country_code
from enthesis.pathway.medications.diary import Taken, taken_inside_hold
from enthesis.pathway.medications.drug import Action, Drug, Product
from enthesis.pathway.medications.hold_clocks import HoldClock, How, SessionDay, Stretch, hold_clocks, stretches
from enthesis.pathway.medications.holds import Hold, HoldWindow, Session, is_known
from enthesis.pathway.medications.look_up import look_up
from enthesis.pathway.medications.match import Match, Mention, Remark, Status
from enthesis.pathway.medications.review import DrugAnswer, prescribers_first, review

__all__ = [
    "Action",
    "Agreement",
    "AgreementTask",
    "Circumstances",
    "DaySum",
    "Drug",
    "DrugAnswer",
    "Hold",
    "HoldClock",
    "HoldWindow",
    "How",
    "Intake",
    "Match",
    "Mention",
    "Product",
    "Remark",
    "Session",
    "SessionDay",
    "Status",
    "Stretch",
    "Taken",
    "check_day",
    "country_code",
    "daily_limit_mg",
    "hold_clocks",
    "intakes",
    "is_known",
    "look_up",
    "prescribers_first",
    "problem",
    "review",
    "stretches",
    "taken_inside_hold",
]
