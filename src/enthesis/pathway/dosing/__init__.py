"""Mix a solution; refuse an unsafe one.

`read_part` and `mix_of` say what is in a mix, `check_anaesthetic` whether a person may get its local anaesthetic,
`recipe_for` and `draw_up` what to draw up, `answer_case` everything at once, as at the door `enthesis mix`.
Amounts are exact decimals: mL, mg, g; strengths are % w/v (1 % is 10 mg/mL) unless a unit is named.
"""

from enthesis.pathway.dosing.anaesthetic import check_anaesthetic
from enthesis.pathway.dosing.case import MixCase, UnreadableCase, read_case
from enthesis.pathway.dosing.earlier import EarlierDose
from enthesis.pathway.dosing.judge import Answer, answer_case, judge
from enthesis.pathway.dosing.limits import limit_for, limit_mg, shown_limit_mg
from enthesis.pathway.dosing.mixture import AnaestheticInMix, Mix, OtherInMix, Part, mix_of, read_part
from enthesis.pathway.dosing.numbers import NotAnAmount, amount
from enthesis.pathway.dosing.recipe import Draw, DrawnPart, Recipe, draw_up, recipe_for
from enthesis.pathway.dosing.solutions import Solutions, SolutionsUnreadable, read_solutions, shipped
from enthesis.pathway.dosing.wording import Ingredient, Kind

__all__ = [
    "AnaestheticInMix",
    "Answer",
    "Draw",
    "DrawnPart",
    "EarlierDose",
    "Ingredient",
    "Kind",
    "Mix",
    "MixCase",
    "NotAnAmount",
    "OtherInMix",
    "Part",
    "Recipe",
    "Solutions",
    "SolutionsUnreadable",
    "UnreadableCase",
    "amount",
    "answer_case",
    "check_anaesthetic",
    "draw_up",
    "judge",
    "limit_for",
    "limit_mg",
    "mix_of",
    "read_case",
    "read_part",
    "read_solutions",
    "recipe_for",
    "shipped",
    "shown_limit_mg",
]
