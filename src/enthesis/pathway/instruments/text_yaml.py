"""A questionnaire's words from a YAML file in the form of docs/commands/instruments.md. Every line keeps its number."""

from enthesis.pathway.instruments.text_draft import Complaints, Place, RawAnswer, RawItem, RawPart, RawText, shortened
from enthesis.pathway.protocol.complaint import ProtocolError, did_you_mean
from enthesis.pathway.protocol.yaml_text import Node, Scalar, Sequence, Table, parse

_FILE = ("instrument", "version", "language", "title", "intro", "notice", "licence", "loaded_by", "scales")
_LICENCE = ("statement", "until")
_PART = ("intro", "naming", "best_answer", "low", "high", "answers", "items")
_ITEM = ("id", "ask", "help", "low", "high", "answers")
_FORMAT = "docs/commands/instruments.md shows the form of the file"


def read_yaml(text: str, name: str, complaints: Complaints) -> RawText | None:
    """The words that a file holds; None where it cannot be read at all. What is wrong is told in `complaints`."""
    try:
        root, faults = parse(text, name)
    except ProtocolError as problem:
        for fault in problem.complaints:
            says = fault.says if fault.code not in ("not-a-mapping", "empty") else "the file holds no fields."
            remedy = fault.remedy if fault.code not in ("not-a-mapping", "empty", "too-large") else f"{_FORMAT}."
            complaints.tell(fault.code, _sentence(says), remedy, Place(name, fault.line))
        return None
    for fault in faults:
        complaints.tell(fault.code, _sentence(fault.says), fault.remedy, Place(name, fault.line))
    return _Reader(name, complaints).whole(root)


def _sentence(says: str) -> str:
    return says[:1].upper() + says[1:]


class _Reader:
    """Reads one file; each method takes the node that holds what it is named after."""

    def __init__(self, name: str, complaints: Complaints) -> None:
        self.name, self.complaints = name, complaints

    def whole(self, root: Table) -> RawText:
        self._known(root, _FILE)
        licence = root.items.get("licence")
        statement, until = "", ""
        if isinstance(licence, Table):
            self._known(licence, _LICENCE)
            statement, until = self._words(licence, "statement"), self._words(licence, "until")
        elif licence is not None:
            statement = self._words(root, "licence")
        return RawText(
            place=Place(self.name),
            instrument=self._words(root, "instrument"),
            version=self._words(root, "version"),
            language=self._words(root, "language"),
            title=self._words(root, "title"),
            intro=self._words(root, "intro"),
            notice=self._words(root, "notice"),
            licence=statement,
            licence_until=until,
            loaded_by=self._words(root, "loaded_by"),
            parts=self._parts(root),
        )

    def _parts(self, root: Table) -> tuple[RawPart, ...]:
        scales = root.items.get("scales")
        if not isinstance(scales, Table):
            line = scales.line if scales is not None else 0
            self.complaints.tell(
                "no-scales", "No scales with their items are given.", f"{_FORMAT}.", Place(self.name, line)
            )
            return ()
        return tuple(
            self._part(name, node) for name, node in scales.items.items() if self._is_table(node, f'scale "{name}"')
        )

    def _part(self, name: str, node: Node) -> RawPart:
        assert isinstance(node, Table)
        self._known(node, _PART)
        shared = self._answers(node, "")
        low, high = self._words(node, "low"), self._words(node, "high")
        listed = node.items.get("items")
        found = []
        if isinstance(listed, Sequence):
            for place, entry in enumerate(listed.items, start=1):
                found.append(self._item(entry, place, shared, low, high))
        else:
            self.complaints.tell(
                "no-items", f'The scale "{name}" has no list of items.', f"{_FORMAT}.", Place(self.name, node.line)
            )
        return RawPart(
            scale=name,
            intro=self._words(node, "intro"),
            naming=self._words(node, "naming"),
            best=self._words(node, "best_answer"),
            items=tuple(found),
            place=Place(self.name, node.line),
        )

    def _item(self, node: Node, number: int, shared: tuple[RawAnswer, ...], low: str, high: str) -> RawItem:
        if isinstance(node, Scalar):
            place = Place(self.name, node.line, str(number))
            return RawItem(id=str(number), ask=node.text.strip(), low=low, high=high, answers=shared, place=place)
        if not isinstance(node, Table):
            where = Place(self.name, node.line, str(number))
            self.complaints.tell("not-an-item", "A list stands where an item should be.", f"{_FORMAT}.", where)
            return RawItem(id=str(number), ask="", place=where)
        self._known(node, _ITEM)
        name = self._words(node, "id") or str(number)
        return RawItem(
            id=name,
            ask=self._words(node, "ask"),
            help=self._words(node, "help"),
            low=self._words(node, "low") or low,
            high=self._words(node, "high") or high,
            answers=self._answers(node, name) if "answers" in node.items else shared,
            place=Place(self.name, node.line, name),
        )

    def _answers(self, node: Table, item: str) -> tuple[RawAnswer, ...]:
        given = node.items.get("answers")
        if given is None:
            return ()
        if not isinstance(given, Table):
            self.complaints.tell(
                "not-answers",
                "The answers are not written as number and words.",
                "Write each answer on its own line, as `0: None at all`.",
                Place(self.name, given.line, item),
            )
            return ()
        return tuple(
            RawAnswer(value=value, says=self._words(given, value), place=Place(self.name, given.keys[value].line, item))
            for value in given.items
        )

    def _words(self, table: Table, key: str) -> str:
        node = table.items.get(key)
        if node is None:
            return ""
        if isinstance(node, Scalar):
            return "" if not node.quoted and node.text in ("~", "null") else node.text.strip()
        self.complaints.tell(
            "not-words",
            f'"{shortened(key)}" holds a list, where words are expected.',
            "Write the words behind the colon; put them into quotes where they hold a colon themselves.",
            Place(self.name, node.line),
        )
        return ""

    def _is_table(self, node: Node, what: str) -> bool:
        if isinstance(node, Table):
            return True
        self.complaints.tell("not-fields", f"The {what} holds no fields.", f"{_FORMAT}.", Place(self.name, node.line))
        return False

    def _known(self, table: Table, known: tuple[str, ...]) -> None:
        for key in table.items:
            if key not in known:
                self.complaints.tell(
                    "unknown-field",
                    f'"{shortened(key)}" is not a field here.',
                    did_you_mean(key, known),
                    Place(self.name, table.keys[key].line),
                )
