"""Where each rule stands: in 1.0.3 (Part Two: Data; Part Three: Communication) and in IEEE 9274.1.1-2023 (2.0)."""

V1, V2 = "1.0.3", "2.0.0"

CLAUSES: dict[str, tuple[str, str]] = {
    "json": ("Data 2.2", "4.2.1"),
    "once": ("Data 2.2", "4.2.1"),
    "encoding": ("Communication 1.4", "4.1.2"),
    "required": ("Data 2.2", "4.2.1"),
    "keys": ("Data 2.2", "4.2.1"),
    "type": ("Data 2.2", "4.2.1"),
    "iri": ("Data 2.2", "4.2.7 IRIs"),
    "uuid": ("Data 4.1", "4.2.7 UUIDs"),
    "timestamp": ("Data 4.5", "4.2.7 Timestamps"),
    "duration": ("Data 4.6", "4.2.7 Duration"),
    "language": ("Data 4.2", "4.2.7 Language Maps"),
    "extensions": ("Data 4.1", "4.2.7 Extensions"),
    "statement": ("Data 2.4", "4.2.2"),
    "id": ("Data 2.4.1", "4.2.2"),
    "actor": ("Data 2.4.2", "4.2.2.1"),
    "ifi": ("Data 2.4.2.3", "4.2.2.1"),
    "group": ("Data 2.4.2.2", "4.2.4.2"),
    "account": ("Data 2.4.2.4", "4.2.2.1"),
    "verb": ("Data 2.4.3", "4.2.2.2"),
    "object": ("Data 2.4.4", "4.2.2.3"),
    "activity": ("Data 2.4.4.1", "4.2.2.3"),
    "interaction": ("Data 2.4.4.1", "4.2.4.2"),
    "substatement": ("Data 2.4.4.3", "4.2.4.2"),
    "statementref": ("Data 2.4.4.3", "4.2.2.3"),
    "result": ("Data 2.4.5", "4.2.2.4"),
    "score": ("Data 2.4.5.1", "4.2.2.4"),
    "context": ("Data 2.4.6", "4.2.2.5"),
    "contextActivities": ("Data 2.4.6.2", "4.2.2.5"),
    "contextAgents": ("Data 2.4.6", "4.2.2.5"),
    "authority": ("Data 2.4.9", "4.2.4.2"),
    "version": ("Data 2.4.10", "4.2.2"),
    "attachments": ("Data 2.4.11", "4.2.2.6"),
    "voiding": ("Data 2.3.2", "4.2.5"),
    "signature": ("Data 2.6", "4.2.6"),
    "multipart": ("Communication 1.5.2", "4.1.3"),
    "content type": ("Communication 1.5", "4.1.3"),
    "alternate": ("Communication 1.3", "4.1.5"),
    "statements": ("Communication 2.1", "4.1.6.1"),
    "documents": ("Communication 2.2", "4.1.6"),
    "state": ("Communication 2.3", "4.1.6.2"),
    "agents": ("Communication 2.4", "4.1.6.3"),
    "activities": ("Communication 2.5", "4.1.6.4"),
    "agent profile": ("Communication 2.6", "4.1.6.5"),
    "activity profile": ("Communication 2.7", "4.1.6.6"),
    "concurrency": ("Communication 3.1", "4.1.4"),
    "parameters": ("Communication 3.2", "4.1.5"),
    "size": ("Communication 3.2", "4.1.5"),
    "versioning": ("Communication 3.3", "4.1.7"),
    "authentication": ("Communication 4.0", "4.1.8"),
}


class Invalid(Exception):
    """What breaks the standard: where (`place`, such as `object.definition.name`), which rule, and a sentence."""

    def __init__(self, place: str, rule: str, sentence: str) -> None:
        super().__init__(place, rule, sentence)
        self.place, self.rule, self.sentence = place, rule, sentence

    def message(self, version: str) -> str:
        """`actor.mbox: … (xAPI 1.0.3, Data 2.4.2.3)`."""
        name = f"xAPI 1.0.3, {CLAUSES[self.rule][0]}" if version == V1 else f"IEEE 9274.1.1, {CLAUSES[self.rule][1]}"
        return f"{self.place}: {self.sentence} ({name})" if self.place else f"{self.sentence} ({name})"

    def under(self, prefix: str) -> "Invalid":
        """The same problem seen from further out: `[3]` and `actor` make `[3].actor`."""
        return Invalid(f"{prefix}.{self.place}" if self.place else prefix, self.rule, self.sentence)
