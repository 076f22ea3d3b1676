import accounts.models.identifier
from django.db import migrations, models

from accounts.database_rules import drop_rules


def drop(apps, schema_editor) -> None:
    drop_rules(schema_editor.connection.alias)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_give_identifiers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='user',
            name='identifier',
            field=models.CharField(default=accounts.models.identifier.new_identifier, editable=False, max_length=8, unique=True, verbose_name='identifier'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('contrast__in', ['normal', 'more'])), name='user_contrast_known'),
        ),
        migrations.RunPython(migrations.RunPython.noop, drop),
    ]
