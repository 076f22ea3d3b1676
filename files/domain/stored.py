"""Where files that only a view gives out are kept, and how they go."""

from collections.abc import Iterable

from django.core.files.storage import storages
from django.db import transaction
from django.db.models.fields.files import FieldFile

# Every storage that holds files of people and editors.
STORAGES = ("default", "private", "packages")


def private_storage():
    return storages["private"]


def delete_after_commit(files: Iterable[FieldFile]) -> None:
    """Remove the files of rows that go, once the transaction is sure."""
    kept = [(file.storage, file.name) for file in files if file.name]

    def delete() -> None:
        for storage, name in kept:
            storage.delete(name)

    transaction.on_commit(delete)
