"""Everybody who has an account gets an identifier, and is found by it."""

from django.db import migrations

from accounts.models.identifier import new_identifier
from accounts.models.user import fold

BATCH = 1000


def give(apps, schema_editor) -> None:
    User = apps.get_model('accounts', 'User')
    Issued = apps.get_model('accounts', 'IssuedIdentifier')
    given = set()
    people = []
    for user in User.objects.filter(identifier=None).only('uid', 'first_name', 'last_name', 'email').iterator(BATCH):
        user.identifier = new_identifier()
        while user.identifier in given:
            user.identifier = new_identifier()
        given.add(user.identifier)
        user.search_text = fold(f'{user.first_name} {user.last_name} {user.email} {user.identifier}')
        people.append(user)
    User.objects.bulk_update(people, ['identifier', 'search_text'], batch_size=BATCH)
    Issued.objects.bulk_create([Issued(identifier=user.identifier, uid=user.uid) for user in people], BATCH)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_identifiers_and_display'),
    ]

    operations = [
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
