"""Patches as `git format-patch` mails them: what people wrote, apart from the patch itself."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default

from reviewer.model.pulls import Prose

_MAIL = re.compile(rb"^(?=From [0-9a-f]{40} )", re.MULTILINE)
_PATCH = re.compile(rb"^diff --git ", re.MULTILINE)
_SIGNATURE = re.compile(rb"\n-- \n[^\n]*\n*\Z")
_SUBJECT_TAG = re.compile(r"^\[[^\]]*PATCH[^\]]*\]\s*")
_CUT = re.compile(r"^---$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail: its subject and text, "" where it is a patch without a mail around it; and the patch."""

    subject: str
    text: str
    patch: bytes


def split_mails(data: bytes) -> tuple[Mail, ...]:
    """Return the mails of a mailbox, or one mail without words around a bare patch."""
    return tuple(_mail(part) for part in _MAIL.split(data) if part.strip())


def prose_of(mails: tuple[Mail, ...]) -> Prose:
    """Return the title and body of a patch series: those of a single mail; of several, their subjects as the body."""
    written = [mail for mail in mails if mail.subject]
    if not written:
        return Prose()
    if len(written) == 1:
        return Prose(title=written[0].subject, body=written[0].text)
    return Prose(body="\n\n".join(f"{mail.subject}\n\n{mail.text}".strip() for mail in written))


def _mail(part: bytes) -> Mail:
    found = _PATCH.search(part)
    start = found.start() if found else len(part)
    if not _MAIL.match(part):
        return Mail("", "", part[start:])
    message = message_from_bytes(part[:start].split(b"\n", 1)[1], policy=default)
    subject = _SUBJECT_TAG.sub("", str(message["Subject"] or ""))
    text = message.get_content() if message.get_content_maintype() == "text" else ""
    return Mail(" ".join(subject.split()), _CUT.split(text)[0].strip(), _SIGNATURE.sub(b"\n", part[start:]))
