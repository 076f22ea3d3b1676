"""Which files a browser plays, by the end of their name."""

VIDEO = frozenset({"mp4", "webm"})
AUDIO = frozenset({"mp3", "m4a", "ogg"})
CAPTIONS = frozenset({"vtt"})


def wrong_type(filename: str, allowed: frozenset[str]) -> bool:
    return filename.rpartition(".")[2].lower() not in allowed
