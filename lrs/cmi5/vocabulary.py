"""The names that cmi5 fixes (9.3, 9.5.5, 9.6.2, 9.6.3, 10, 11)."""

from enum import Enum

W3ID = "https://w3id.org/xapi/"
ADL = "http://adlnet.gov/expapi/verbs/"
CATEGORY = W3ID + "cmi5/context/categories/cmi5"
MOVE_ON_CATEGORY = W3ID + "cmi5/context/categories/moveon"
EXTENSIONS = W3ID + "cmi5/context/extensions/"
SESSION_ID = EXTENSIONS + "sessionid"
MASTERY_SCORE = EXTENSIONS + "masteryscore"
LAUNCH_MODE = EXTENSIONS + "launchmode"
LAUNCH_URL = EXTENSIONS + "launchurl"
MOVE_ON = EXTENSIONS + "moveon"
LAUNCH_PARAMETERS = EXTENSIONS + "launchparameters"
PROGRESS = W3ID + "cmi5/result/extensions/progress"
REASON = W3ID + "cmi5/result/extensions/reason"
LAUNCH_DATA = "LMS.LaunchData"
PREFERENCES = "cmi5LearnerPreferences"
VOIDED = ADL + "voided"


class Said(Enum):
    """The verbs of cmi5 (9.3)."""

    LAUNCHED = ADL + "launched"
    INITIALIZED = ADL + "initialized"
    COMPLETED = ADL + "completed"
    PASSED = ADL + "passed"
    FAILED = ADL + "failed"
    TERMINATED = ADL + "terminated"
    ABANDONED = W3ID + "adl/verbs/abandoned"
    WAIVED = W3ID + "adl/verbs/waived"
    SATISFIED = W3ID + "adl/verbs/satisfied"


# What only the LMS says (9.3.1, 9.3.6, 9.3.7, 9.3.9), and where the specification says so.
OF_THE_LMS = {Said.LAUNCHED: "9.3.1", Said.ABANDONED: "9.3.6", Said.WAIVED: "9.3.7", Said.SATISFIED: "9.3.9"}
