"""Documents that a made-up patient sent: a page of words and a picture, both drawn here."""

import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from enthesis.clinic.access import By
from enthesis.clinic.door import record
from enthesis.clinic.files.keeping import files_of, keep, name_of
from enthesis.clinic.models import CourseRecord
from enthesis.pathway.events import FileAdded

SAYS = "Made up for the example: no real person, no real finding."
WIDE, HIGH = 480, 320


def keep_example_documents(course: CourseRecord, by: By, today: date) -> int:
    """A report and a picture in one course, added by its patient. Kept once. How many."""
    if files_of(course.person_id):
        return 0
    uploads = (
        ("report", SimpleUploadedFile("mri-report-made-up.pdf", page_of_words(SAYS), "application/pdf")),
        ("picture", SimpleUploadedFile("picture-made-up.png", picture(SAYS), "image/png")),
    )
    for kind, upload in uploads:
        file = keep(course.person, upload, kind=kind, by=by)
        event = FileAdded(
            id=f"ex-{course.number}-{file.number}",
            happened_on=today,
            file=file.number,
            about=file.kind,
            name=name_of(file) or "",
            media_type=file.media_type,
            size=-(-file.size // 1000),
            digest=file.digest,
        )
        record(event, course=course.number, by=by)
    return len(uploads)


def page_of_words(words: str) -> bytes:
    """A PDF of one page with one line."""
    drawn = f"BT /F1 14 Tf 60 740 Td ({words}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + head + tail


def picture(words: str) -> bytes:
    """A PNG of some grey shapes with words across it."""
    drawn = Image.new("L", (WIDE, HIGH), 24)
    pen = ImageDraw.Draw(drawn)
    for ring in range(6):
        pen.ellipse((60 + 20 * ring, 40 + 12 * ring, WIDE - 60 - 20 * ring, HIGH - 60 - 12 * ring), fill=60 + 28 * ring)
    pen.text((20, HIGH - 30), words, fill=255)
    made = io.BytesIO()
    drawn.save(made, "PNG")
    return made.getvalue()
