"""Diary and scores -> did it help? Figures, and a recommendation with its reasons. A clinician decides."""

from enthesis.pathway.response.advice import Advice, advise
from enthesis.pathway.response.figures import Figures
from enthesis.pathway.response.judging import Verdict

__all__ = ["Advice", "Figures", "Verdict", "advise"]
