"""One patient's pain next to that of patients like them: a growth model, and what is expected at 3, 6 and 12 months.

    from enthesis.outcomes.growth import fit, forecast

Nothing here says what a treatment does. Who went on and who stopped was not drawn by lot; `comparing` says when the
courses of a clinic can nevertheless tell the two apart, and says "we cannot tell" otherwise.
"""

from enthesis.outcomes.growth.fitting import fit
from enthesis.outcomes.growth.forecasting import forecast
from enthesis.outcomes.growth.model import Growth
from enthesis.outcomes.growth.shapes import (
    Forecast,
    Further,
    Goal,
    History,
    Horizon,
    Range,
    Reading,
    Scale,
    StopRule,
    weekly,
)

__all__ = [
    "Forecast",
    "Further",
    "Goal",
    "Growth",
    "History",
    "Horizon",
    "Range",
    "Reading",
    "Scale",
    "StopRule",
    "fit",
    "forecast",
    "weekly",
]
