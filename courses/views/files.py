"""Work handed in and its feedback, for whoever a view has let in."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from courses.models import SubmissionFile
from files.domain.checks import media_type_of
from files.serving import stored_file_response


def submission_file_response(file: SubmissionFile, *, inline: bool, request: HttpRequest | None = None) -> HttpResponseBase:
    """A file handed in. inline: shown in place when its type is harmless and previewed, else saved under its name.

    Give `request` so that sound and video can be sought in (Range).
    """
    return stored_file_response(file.file, name=file.name, media_type=file.media_type, inline=inline, request=request)


def feedback_file_response(submission, *, request: HttpRequest | None = None) -> HttpResponseBase:
    """The feedback file of a submission, saved under the name its tutor gave it."""
    name = submission.feedback_filename
    return stored_file_response(submission.feedback_file, name=name, media_type=media_type_of(name), inline=False, request=request)
