"""Reading the figures of one mapping: plain, `not stated`, {value, source} or {decided, by, on, why}.

A figure's source is its own, or else the `source` of the block around it. A clinic that departs from a source keeps
the source's figure beside its own: {decided: 5, by, on, why, instead_of: {value: 4, source: S000}}.
"""

import re
from decimal import Decimal
from enum import Enum

from enthesis.pathway.protocol.keys import EMPTY, FLAGS, WHOLE, Keys
from enthesis.pathway.protocol.model import NOT_STATED, UNSTATED, Value
from enthesis.pathway.protocol.yaml_text import Scalar, Table

NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9})?")


class Accept(Enum):
    """What a figure may be."""

    WHOLE = "a whole number"
    NUMBER = "a number"
    FLAG = "true or false"
    ANY = "a number or words"


class Block(Keys):
    """One mapping, whose figures can be read too."""

    def value(self, key: str, accept: Accept, required: bool = False) -> Value:
        """A figure with its source: plain, `not stated`, {value, source} or {decided, by, on, why}."""
        node = self.take(key)
        if node is None:
            if required:
                self.complain(
                    "missing-figure",
                    f'"{key}" is missing.',
                    f"Write it, or `{key}: {NOT_STATED}`.",
                    line=self.table.line,
                )
            return UNSTATED
        if isinstance(node, Scalar):
            if node.text == NOT_STATED:
                return UNSTATED
            return self._stated(key, node, accept, self.sources.of(key))
        if isinstance(node, Table):
            inner = Block(node, self.notes, self.activity, self.figure(key), self.sources)
            value = inner._decision(accept) if inner.has("decided") else inner._sourced(accept)
            inner.done()
            return value
        self.complain("not-a-figure", f'"{key}" is a list.', f"Write {accept.value}, or `{NOT_STATED}`.", key)
        return UNSTATED

    def _sourced(self, accept: Accept) -> Value:
        node = self.take("value")
        if not isinstance(node, Scalar):
            self.complain(
                "not-a-figure",
                "a figure in braces has no `value`.",
                "Write {value: 4, source: S000}.",
                line=self.table.line,
            )
            return UNSTATED
        if node.text == NOT_STATED:
            return UNSTATED
        return self._stated("value", node, accept, self.sources.of(self.path.rpartition(".")[2]))

    def _decision(self, accept: Accept) -> Value:
        node = self.take("decided")
        by, why, on = self.text("by", required=True), self.text("why", required=True), self.day("on", required=True)
        if not isinstance(node, Scalar) or node.text == NOT_STATED:
            self.complain(
                "not-a-figure", "a decision has no value.", f"Write `decided:` with {accept.value}.", "decided"
            )
            return UNSTATED
        instead = self.value("instead_of", accept)
        value = self._parsed("decided", node, accept)
        if value is None:
            return UNSTATED
        if not by or not why or on is None:
            self.unsound("decision")
        beside = instead if instead.is_stated else None
        return Value(value, decided_by=by or "unnamed", decided_on=on, why=why, instead_of=beside)

    def _stated(self, key: str, node: Scalar, accept: Accept, source: str) -> Value:
        value = self._parsed(key, node, accept)
        if value is None:
            return UNSTATED
        if not source:
            self.complain(
                "missing-source",
                f"{self._named(key)} is {node.text}, and no source says so.",
                f"Name it (`source: ...`), or write `{NOT_STATED}` where no document gives it.",
                key,
                node.line,
            )
        return Value(value, source)

    def _named(self, key: str) -> str:
        return f"`{self.path}`" if key == "value" else f"`{self.figure(key)}`"

    def _parsed(self, key: str, node: Scalar, accept: Accept) -> int | Decimal | bool | str | None:
        word = " ".join(node.text.split())
        plain = not node.quoted
        if word in EMPTY:
            self.complain(
                "empty-value", f"{self._named(key)} has no value.", f"Write one, or `{NOT_STATED}`.", key, node.line
            )
            return None
        if accept is not Accept.FLAG and plain and WHOLE.fullmatch(word):
            return int(word)
        if accept in (Accept.NUMBER, Accept.ANY) and plain and NUMBER.fullmatch(word):
            return Decimal(word)
        if accept in (Accept.FLAG, Accept.ANY) and plain and word in FLAGS:
            return FLAGS[word]
        if accept is Accept.ANY:
            return word
        self.complain(
            "not-a-figure",
            f'{self._named(key)} is "{word}".',
            f"Write {accept.value}, or `{NOT_STATED}`.",
            key,
            node.line,
        )
        return None
