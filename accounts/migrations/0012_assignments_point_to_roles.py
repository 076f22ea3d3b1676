"""Assignments keep the code they had, in the column they had it in, which now points to the row of the role.

Going back, roles of one's own and what is held of them go: nothing before this can hold them.
"""

import django.db.models.deletion
from django.db import migrations, models

NATIONAL = ["auditor", "editor", "national_manager"]
SHIPPED = [*NATIONAL, "regional_manager", "tutor", "learner"]


def keep_scopes(apps, schema_editor):
    """Where each role is held, written beside it."""
    held = apps.get_model("accounts", "RoleAssignment").objects.using(schema_editor.connection.alias)
    held.filter(role__in=NATIONAL).update(scope="national")
    held.filter(role="regional_manager").update(scope="region")
    held.filter(role__in=["tutor", "learner"]).update(scope="session")


def drop_own(apps, schema_editor):
    for name in ("RoleAssignment", "RoleReviewLine"):
        rows = apps.get_model("accounts", name).objects.using(schema_editor.connection.alias)
        rows.exclude(role__in=SHIPPED).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_defined_roles'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='roleassignment',
            name='role_scope_matches',
        ),
        migrations.AddField(
            model_name='roleassignment',
            name='scope',
            field=models.CharField(choices=[('national', 'The whole platform'), ('region', 'A region and what lies below it'), ('session', 'Sessions, one by one')], default='session', editable=False, max_length=10, verbose_name='held in'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='rolereviewline',
            name='role_name',
            field=models.CharField(blank=True, max_length=60, verbose_name='name of the role'),
        ),
        migrations.AlterField(
            model_name='rolereviewline',
            name='role',
            field=models.CharField(max_length=30, verbose_name='role'),
        ),
        migrations.RunPython(keep_scopes, drop_own),
    ]
