"""Sequencing exceptions, by the codes of SN appendix D."""

FAULTS = {
    "NB.2.1-1": "The sequencing session has begun already",
    "NB.2.1-2": "The sequencing session has not begun",
    "NB.2.1-3": "No activity was suspended",
    "NB.2.1-4": "Flow is not enabled here",
    "NB.2.1-5": "Flow is not enabled here, or it only goes forward",
    "NB.2.1-6": "Nothing comes before the root",
    "NB.2.1-7": "This navigation request is not supported",
    "NB.2.1-8": "An activity under way may not be left by a choice",
    "NB.2.1-9": "There is no path to consider",
    "NB.2.1-10": "Choice is not enabled here",
    "NB.2.1-11": "The activity asked for does not exist, or is not available",
    "NB.2.1-12": "The current activity has ended already",
    "NB.2.1-13": "This navigation request is unknown",
    "TB.2.3-1": "There is no current activity to end",
    "TB.2.3-2": "The current activity has ended already",
    "TB.2.3-3": "There is nothing to suspend",
    "TB.2.3-4": "The root has no parent to exit to",
    "TB.2.3-5": "There is nothing to suspend: no path",
    "TB.2.3-6": "There is nothing to abandon: no path",
    "TB.2.3-7": "This termination request is unknown",
    "SB.2.1-1": "The last activity of the tree is reached",
    "SB.2.1-2": "The cluster has no available activities",
    "SB.2.1-3": "The beginning of the tree is reached",
    "SB.2.1-4": "This cluster only goes forward",
    "SB.2.2-1": "Flow is not enabled here",
    "SB.2.2-2": "The activity is not available",
    "SB.2.4-1": "Traversal is stopped by a rule",
    "SB.2.4-2": "This cluster only goes forward",
    "SB.2.4-3": "Nothing comes before the root",
    "SB.2.5-1": "The sequencing session has begun already",
    "SB.2.6-1": "The sequencing session has begun already",
    "SB.2.6-2": "No activity was suspended",
    "SB.2.7-1": "The sequencing session has not begun",
    "SB.2.7-2": "Flow is not enabled here",
    "SB.2.8-1": "The sequencing session has not begun",
    "SB.2.8-2": "Flow is not enabled here",
    "SB.2.9-1": "There is no activity to choose",
    "SB.2.9-2": "The activity is not available",
    "SB.2.9-3": "The activity is hidden from choice",
    "SB.2.9-4": "Choice is not enabled here",
    "SB.2.9-5": "There is no path to consider",
    "SB.2.9-6": "The activity may not be begun by a choice",
    "SB.2.9-7": "An activity under way may not be left by a choice",
    "SB.2.9-8": "The activity is beyond what the choice is constrained to",
    "SB.2.9-9": "Nothing may be delivered in the cluster that was chosen",
    "SB.2.10-1": "The sequencing session has not begun",
    "SB.2.10-2": "The current activity is still under way",
    "SB.2.10-3": "Nothing may be delivered in the cluster to begin again",
    "SB.2.11-1": "The sequencing session has not begun",
    "SB.2.11-2": "The current activity is still under way",
    "SB.2.12-1": "This sequencing request is unknown",
    "SB.2.13-1": "The sequencing session has not begun",
    "DB.1.1-1": "A cluster cannot be delivered",
    "DB.1.1-2": "There is no path to the activity",
    "DB.1.1-3": "The activity, or one above it, is disabled or used up",
    "DB.2-1": "The current activity is still under way",
}


class Fault(Exception):
    """A sequencing exception: the request is refused. ends_session: it also ends the sequencing session."""

    def __init__(self, code: str, *, ends_session: bool = False) -> None:
        super().__init__(f"{code}: {FAULTS[code]}")
        self.code = code
        self.ends_session = ends_session
