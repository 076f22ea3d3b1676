"""What the platform tells a unit before it opens: the LMS.LaunchData document and the learner's preferences (cmi5 10, 11)."""

from dataclasses import dataclass
from decimal import Decimal

LAUNCH_DATA = "LMS.LaunchData"
PREFERENCES = "cmi5LearnerPreferences"
EXTENSIONS = "https://w3id.org/xapi/cmi5/context/extensions/"


@dataclass(frozen=True)
class Unit:
    """What a course structure says of a unit, as its launch tells it; texts are "" where it says nothing."""

    launch_method: str
    move_on: str
    mastery_score: Decimal | None = None
    launch_parameters: str = ""
    entitlement_key: str = ""


def launch_data(unit: Unit, *, context_template: dict, mode: str, return_url: str) -> dict:
    """The document LMS.LaunchData (cmi5 10): what the structure does not give is left out."""
    found: dict = {
        "contextTemplate": context_template,
        "launchMode": mode,
        "launchMethod": unit.launch_method,
        "moveOn": unit.move_on,
    }
    if unit.launch_parameters:
        found["launchParameters"] = unit.launch_parameters
    if unit.mastery_score is not None:
        found["masteryScore"] = float(unit.mastery_score)
    if return_url:
        found["returnURL"] = return_url
    if unit.entitlement_key:
        found["entitlementKey"] = {"courseStructure": unit.entitlement_key}
    return found


def launched_extensions(unit: Unit, *, mode: str, url: str) -> dict:
    """The context extensions of a statement "launched" (cmi5 9.6.3); url: without the parameters of the launch."""
    found: dict = {f"{EXTENSIONS}launchmode": mode, f"{EXTENSIONS}launchurl": url, f"{EXTENSIONS}moveon": unit.move_on}
    if unit.mastery_score is not None:
        found[f"{EXTENSIONS}masteryscore"] = float(unit.mastery_score)
    if unit.launch_parameters:
        found[f"{EXTENSIONS}launchparameters"] = unit.launch_parameters
    return found


def preferences(language: str) -> dict:
    """The learner's preferences where they have none yet (cmi5 11.1, 11.2): their language; the sound is on."""
    return {"languagePreference": language, "audioPreference": "on"}
