import pyrage
import pytest
from django.core.files.storage import storages


@pytest.fixture
def store(settings, tmp_path):
    """An empty place for backups, with a key of its own."""
    settings.BACKUP_KEYS = [str(pyrage.x25519.Identity.generate())]
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            name: {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / name)}}
            for name in ("backups", "private")
        },
    }
    return storages["backups"]
