"""Files that learners and tutors send with work handed in."""

from django.core.files.uploadedfile import UploadedFile

from courses.domain.refusals import Refused
from files.domain.checks import AcceptedFile, FileRefused, check_file


def accepted_file(upload: UploadedFile, *, max_bytes: int) -> AcceptedFile:
    """The upload, checked. Raises Refused saying what to change."""
    try:
        return check_file(upload, max_bytes=max_bytes)
    except FileRefused as refusal:
        raise Refused(str(refusal)) from refusal
