"""Whatever is done to a protocol's text: an answer comes, never a trace; and what is said is true of the text."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from enthesis.pathway.protocol.as_json import protocol_as_json
from enthesis.pathway.protocol.figures import open_points
from enthesis.pathway.protocol.read import check_protocol, examine
from enthesis.pathway.protocol.words import when
from enthesis.pathway.protocol.yaml_text import LINE_BREAK
from tests.pathway.protocol.sound import NAME, TEXT

LINES = TEXT.splitlines(keepends=True)
WORDS = st.sampled_from(
    ["not stated", "", "[]", "{}", "-3", "end", "previous", "course", "[x]", "{a: b}", "&x", "~", "9" * 40]
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """The sound text with lines lost, doubled or moved, and values replaced."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["lose", "double", "swap", "value", "indent", "cut"])):
            case "lose":
                del lines[place]
            case "double":
                lines.insert(place, lines[place])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[place], lines[other] = lines[other], lines[place]
            case "value":
                key, colon, _ = lines[place].partition(":")
                lines[place] = f"{key}{colon} {draw(WORDS)}\n"
            case "indent":
                lines[place] = " " * draw(st.integers(0, 9)) + lines[place].lstrip(" ")
            case "cut":
                lines[place] = lines[place][: draw(st.integers(0, len(lines[place])))]
        if not lines:
            break
    return "".join(lines)


@given(damaged())
@settings(max_examples=150, deadline=None)
@example(TEXT[: TEXT.index("purpose: diagnostic") + 1])  # ends in the middle of a word: no line behind the last
def test_a_damaged_file_is_answered_and_every_complaint_has_a_way_on(text):
    examined = examine(text, NAME)
    for complaint in examined.complaints:
        assert complaint.says
        assert complaint.remedy
        assert 0 <= complaint.line <= len(LINE_BREAK.findall(text)) + 1
    for activity in examined.protocol.activities:
        assert when(activity)
    assert protocol_as_json(examined.protocol)["not_stated"] == len(open_points(examined.protocol))


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_at_all_is_answered(text):
    assert check_protocol(text, "x.yaml")


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_at_all_are_answered(raw):
    assert check_protocol(raw, "x.yaml")
