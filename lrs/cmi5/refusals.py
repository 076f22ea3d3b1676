"""What cmi5 does not allow."""


class Forbidden(Exception):
    """Where (`context.registration`), the clause of cmi5 Quartz, and a sentence. Answered with 403, as conformance tests ask."""

    def __init__(self, place: str, clause: str, sentence: str) -> None:
        super().__init__(place, clause, sentence)
        self.place, self.clause, self.sentence = place, clause, sentence

    @property
    def message(self) -> str:
        """`context.registration: … (cmi5, 9.6.1)`."""
        return f"{self.place}: {self.sentence} (cmi5, {self.clause})" if self.place else f"{self.sentence} (cmi5, {self.clause})"

    def under(self, prefix: str) -> "Forbidden":
        """The same seen from further out: `[3]` and `actor` make `[3].actor`."""
        return Forbidden(f"{prefix}.{self.place}" if self.place else prefix, self.clause, self.sentence)
