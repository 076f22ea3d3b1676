"""What can be wrong with a package: a code and parameters here, the words in courses.domain.package_messages."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """Something worth telling the editor that does not prevent the import. `code` is a key of courses.domain.package_messages.WARNINGS."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


class PackageRefused(Exception):
    """The package cannot be imported. `code` is a key of courses.domain.package_messages.REFUSALS,
    `params` what its sentence names."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        named = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code} ({named})" if named else self.code
