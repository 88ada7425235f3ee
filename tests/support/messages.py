"""Every message of the pages that can be translated, as the source says it; the files of translations follow it.

`python -m tests.support.messages` adds what is new to each `web/locale/*/LC_MESSAGES/django.po`, untranslated, takes
out what is gone, and leaves every translation as it is.
"""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

from enthesis.clinic.catalogue import Entry, read_catalogue

SOURCE = Path(__file__).parents[2] / "src/enthesis"
LOCALE = SOURCE / "web/locale"
_CALLS = {
    "_": (0, 1),
    "gettext": (0, 1),
    "gettext_lazy": (0, 1),
    "gettext_noop": (0, 1),
    "ngettext": (0, 2),
    "ngettext_lazy": (0, 2),
    "pgettext": (1, 1),
    "pgettext_lazy": (1, 1),
    "npgettext": (1, 2),
}  # name: how many arguments are context, how many are texts
Key = tuple[str, str, str]  # context, text, plural

# What patients and those who are not signed in read; the pages of staff are English.
FOR_PATIENTS = (
    "web/templates/web/outcomes/results.html",
    "web/templates/web/outcomes/public_",
    "web/templates/web/outcomes/outlook_table.html",
    "web/outcomes/goal.py",
    "web/outcomes/table.py",
    "web/patient/",
    "web/forms/",
    "web/words.py",
    "web/recording.py",
    "web/templatetags/enthesis.py",
    "web/sign_in/",
    "web/bodymap/",
    "web/consent/shown.py",
    "web/consent/forms.py",
    "web/evaluation/",
    "web/evidence/",
    "web/living/aftercare.py",
    "web/living/preparation.py",
    "web/living/exercises.py",
    "web/living/amounts.py",
    "web/living/diary",
    "web/living/letters.py",
    "web/living/finding.py",
    "web/files/",
    "web/messages/choosing.py",
    "web/frontdesk/payments.py",
    "web/templates/web/patient/",
    "web/templates/web/consent/language.html",
    "web/templates/web/consent/read.html",
    "web/templates/web/consent/sign.html",
    "web/templates/web/consent/take_back.html",
    "web/templates/web/consent/text.html",
    "web/templates/web/evaluation/",
    "web/templates/web/evidence/",
    "web/templates/web/front/clinic.html",
    "web/templates/web/living/after",
    "web/templates/web/living/at_home.html",
    "web/templates/web/living/diary.html",
    "web/templates/web/living/exercises.html",
    "web/templates/web/living/find.html",
    "web/templates/web/living/letters.html",
    "web/templates/web/living/preparation.html",
    "web/templates/web/living/found.html",
    "web/templates/web/living/thread.html",
    "web/templates/web/files/own",
    "web/templates/web/files/list.html",
    "web/templates/web/files/removed.html",
    "web/templates/web/my_data/delete.html",
    "web/templates/web/my_data/export.html",
    "web/templates/web/my_data/record.html",
    "web/templates/web/messages/settings.html",
    "web/templates/web/messages/stop.html",
    "web/templates/web/audit/own.html",
    "web/templates/web/frontdesk/own_payments.html",
    "web/templates/web/frontdesk/sums.html",
    "web/templates/web/front/clinics.html",
    "web/templates/web/about/",
    "web/templates/web/form/",
    "web/templates/web/parts/",
    "web/templates/web/sign_in/",
    "web/templates/web/base.html",
    "web/templates/web/estimates/own.html",
    "web/templates/web/estimates/figures.html",
    "web/templates/web/messages/patient_calendar.html",
    "web/templates/web/messages/feeds.html",
    "web/guard.py",
    "web/templates/web/nobody.html",
    "web/templates/web/cannot_print.html",
    "web/templates/account/",
    "web/templates/allauth/",
    "web/templates/mfa/",
    "web/templates/usersessions/",
    "web/templates/4",
    "web/templates/500.html",
)


def in_python(file: Path) -> Iterator[Key]:
    """The messages of one module."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
            contexts, texts = _CALLS[node.func.id]
            said = [each.value for each in node.args if isinstance(each, ast.Constant)]
            if len(said) >= contexts + texts:
                context = str(said[0]) if contexts else ""
                first, *more = map(str, said[contexts : contexts + texts])
                yield context, first, more[0] if more else ""


def in_template(file: Path) -> Iterator[Key]:
    """The messages of one template, as Django itself reads it."""
    from django.template import engines
    from django.template.base import FilterExpression, Node, Template
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    engine = engines["django"].engine  # type: ignore[attr-defined] - the engine of the templates that are ours
    nodes: list[Node] = list(Template(file.read_text(encoding="utf-8"), engine=engine).nodelist)
    while nodes:
        node = nodes.pop()
        for name in getattr(node, "child_nodelists", ()):
            nodes.extend(getattr(node, name, None) or ())
        if isinstance(node, TranslateNode):
            context = _literal(node.message_context)
            yield context, _literal(node.filter_expression), ""
        elif isinstance(node, BlockTranslateNode):
            one = _text(node, node.singular)
            many = _text(node, node.plural) if node.plural else ""
            yield _literal(node.message_context), one, many
        for value in vars(node).values():
            if isinstance(value, FilterExpression) and getattr(value.var, "translate", False) is True:
                yield "", str(value.var.literal), ""


def _literal(expression: object) -> str:
    found = getattr(expression, "var", expression)
    return str(getattr(found, "literal", found) or "").replace("%%", "%") if found is not None else ""


def _text(node: object, tokens: object) -> str:
    text, _ = node.render_token_list(tokens)  # type: ignore[attr-defined] - as BlockTranslateNode.render does it
    if node.trimmed:  # type: ignore[attr-defined] - the same
        from django.utils.translation import trim_whitespace

        text = trim_whitespace(text)
    return str(text)


def found() -> dict[Key, list[str]]:
    """Every message for patients, with the files that say it."""
    messages: dict[Key, list[str]] = {}
    files = [*sorted(SOURCE.rglob("*.py")), *sorted((SOURCE / "web/templates").rglob("*.html"))]
    for file in files:
        if not str(file.relative_to(SOURCE)).startswith(FOR_PATIENTS):
            continue
        for key in in_python(file) if file.suffix == ".py" else in_template(file):
            if key[1]:
                messages.setdefault(key, []).append(str(file.relative_to(SOURCE)))
    return messages


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def written(header: Entry, entries: list[tuple[Entry, list[str]]]) -> str:
    """A .po file: the header, then each message under the files that say it."""
    parts = ['msgid ""\nmsgstr ""\n' + "".join(f"{quoted(line)}\n" for line in header.said[0].splitlines(True))]
    for entry, files in entries:
        lines = [f"#: {file}" for file in sorted(set(files))]
        lines += ["#, fuzzy"] if entry.is_fuzzy else []
        lines += [f"msgctxt {quoted(entry.context)}"] if entry.context else []
        lines.append(f"msgid {quoted(entry.msgid)}")
        if entry.plural:
            lines.append(f"msgid_plural {quoted(entry.plural)}")
            said = entry.said or ("", "")
            lines += [f"msgstr[{place}] {quoted(each)}" for place, each in enumerate(said)]
        else:
            lines.append(f"msgstr {quoted(entry.said[0] if entry.said else '')}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    messages = found()
    for file in LOCALE.glob("*/LC_MESSAGES/django.po"):
        header, *before = read_catalogue(file.read_text(encoding="utf-8"), str(file))
        known = {entry.key: entry for entry in before}
        entries = [(known.get(key, Entry(key[1], key[2], key[0])), files) for key, files in messages.items()]
        file.write_text(written(header, sorted(entries, key=lambda each: (sorted(each[1])[0], each[0].key))), "utf-8")
        print(f"{file}: {sum(not entry.is_whole for entry, _ in entries)} of {len(entries)} to translate")


if __name__ == "__main__":
    main()
