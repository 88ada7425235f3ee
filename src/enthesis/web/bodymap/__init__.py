"""Touching places on a drawing of the body: a form field that works by touch and by keyboard, without a script."""

from enthesis.web.bodymap.fields import BodyMap, BodyMapField, Spot, spots_of

__all__ = ["BodyMap", "BodyMapField", "Spot", "spots_of"]
