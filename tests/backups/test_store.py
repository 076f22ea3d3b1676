"""Contents are sealed, kept once, read again after writing, and refuse to be opened when they are not whole."""

from io import BytesIO
from unittest import mock

import pyrage
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile

from backups import store as contents
from backups.keys import CannotOpen

WORDS = b"Le levain de Monique"


def path_of(content) -> str:
    return f"objects/{content.name[:2]}/{content.name}.age"


@pytest.mark.requirement("CMA-T3")
def test_a_content_is_sealed_and_comes_back(store):
    content = contents.put(BytesIO(WORDS * 1000))
    with store.open(path_of(content)) as sealed:
        assert WORDS not in sealed.read()
    with contents.opened(content) as plain:
        assert plain.read() == WORDS * 1000
    assert content.size == len(WORDS) * 1000


def test_the_same_content_is_kept_once(store):
    first = contents.put(BytesIO(WORDS))
    with mock.patch.object(store, "_save") as save:
        assert contents.put(BytesIO(WORDS)) == first
    save.assert_not_called()


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:], lambda data: b""])
def test_a_damaged_content_is_not_opened(store, damage):
    content = contents.put(BytesIO(WORDS))
    with store.open(path_of(content)) as sealed:
        data = sealed.read()
    store.delete(path_of(content))
    store.save(path_of(content), ContentFile(damage(data)))
    with pytest.raises(CannotOpen):
        contents.check(content)


def test_another_content_under_a_name_is_noticed(store):
    content, other = contents.put(BytesIO(WORDS)), contents.put(BytesIO(b"autre"))
    store.delete(path_of(content))
    with store.open(path_of(other)) as sealed:
        store.save(path_of(content), ContentFile(sealed.read()))
    with pytest.raises(CannotOpen):
        contents.check(content)


def test_a_new_key_is_put_first_and_the_old_one_still_opens(store, settings):
    content = contents.put(BytesIO(WORDS))
    former = settings.BACKUP_KEYS[0]
    settings.BACKUP_KEYS = [str(pyrage.x25519.Identity.generate()), former]
    contents.check(content)
    settings.BACKUP_KEYS = settings.BACKUP_KEYS[:1]
    with pytest.raises(CannotOpen):
        contents.check(content)


def test_a_text_that_is_no_key_is_refused(settings):
    settings.BACKUP_KEYS = ["secret"]
    with pytest.raises(ImproperlyConfigured, match="AGE-SECRET-KEY"):
        contents.put(BytesIO(WORDS))


def test_a_key_is_made_once_for_a_platform_without_settings(store, settings, tmp_path):
    settings.BACKUP_KEYS, settings.VAR_DIR = [], tmp_path / "var"
    content = contents.put(BytesIO(WORDS))
    contents.check(content)
    assert (tmp_path / "var/backup-key.txt").stat().st_mode & 0o077 == 0
