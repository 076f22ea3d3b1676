from django.db import models
from django.utils.translation import gettext_lazy as _


class Modality(models.TextChoices):
    """How a step is followed (CMA-S4); the learner sees an icon and these words."""

    REMOTE_ASYNCHRONOUS = "remote_async", _("Remote, at your own pace")
    REMOTE_SYNCHRONOUS = "remote_sync", _("Remote, together")
    IN_PERSON = "in_person", _("In person")
    CASE_STUDY = "case_study", _("Case study")
    QUIZ = "quiz", _("Quiz")


MODALITY_ICONS = {
    Modality.REMOTE_ASYNCHRONOUS: "monitor-play",
    Modality.REMOTE_SYNCHRONOUS: "video",
    Modality.IN_PERSON: "map-pin",
    Modality.CASE_STUDY: "notebook-pen",
    Modality.QUIZ: "circle-help",
}


class PackageKind(models.TextChoices):
    SCORM_12 = "scorm_12", "SCORM 1.2"
    SCORM_2004 = "scorm_2004", "SCORM 2004"
    CMI5 = "cmi5", "cmi5"
    TINCAN = "tincan", "xAPI (Tin Can)"


# Those made of assignable units, that are launched one by one and speak xAPI.
UNIT_KINDS = frozenset({PackageKind.CMI5, PackageKind.TINCAN})


class WaiveReason(models.TextChoices):
    """Why a part is held to be done without being followed; the values are those of cmi5 9.5.5.2."""

    TESTED_OUT = "Tested Out", _("A test shows that it is already known")
    EQUIVALENT_AU = "Equivalent AU", _("An equivalent part of the module was followed")
    EQUIVALENT_OUTSIDE = "Equivalent Outside Activity", _("Something equivalent was followed elsewhere")
    ADMINISTRATIVE = "Administrative", _("Decided by those in charge of the training")


class AttemptMode(models.TextChoices):
    NORMAL = "normal", _("Followed")
    REVIEW = "review", _("Read again")
    PREVIEW = "preview", _("Preview")


class AttemptState(models.TextChoices):
    RUNNING = "running", _("In progress")
    SUBMITTED = "submitted", _("Handed in")
    FINISHED = "finished", _("Finished")


class LaunchMode(models.TextChoices):
    """How a package is opened: SCORM's lesson mode. Only in the normal one is anything kept."""

    NORMAL = "normal", _("Followed")
    REVIEW = "review", _("Read again")
    BROWSE = "browse", _("Looked through")


class CountedAttempt(models.TextChoices):
    """Of several attempts at one activity, which makes its result."""

    BEST = "best", _("the best one")
    FIRST = "first", _("the first one")
    LAST = "last", _("the last one that is finished")
    MEAN = "mean", _("the mean of all that are finished")


class NewAttempt(models.TextChoices):
    """When a module is begun anew, with an attempt of its own."""

    NEVER = "never", _("never: one attempt goes on, in which only a better result changes anything")
    FINISHED = "finished", _("once the last one is finished, when the learner asks; until then it is read again")
    ON_DEMAND = "on_demand", _("whenever the learner asks")


class PackageRollup(models.TextChoices):
    """What makes a SCORM 1.2 package of several parts finished; SCORM 2004 says so itself."""

    ALL = "all", _("all the parts that count are finished")
    ANY = "any", _("one of the parts that count is finished")
    LAST = "last", _("the last of the parts that count is finished")


class ScormType(models.TextChoices):
    SCO = "sco", "SCO"
    ASSET = "asset", "Asset"
