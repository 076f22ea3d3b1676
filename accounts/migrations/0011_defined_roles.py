import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

NATIONAL, REGION, SESSION = "national", "region", "session"
# As accounts.enums.SHIPPED had them when roles became rows.
SHIPPED = {
    "national_manager": NATIONAL,
    "editor": NATIONAL,
    "regional_manager": REGION,
    "tutor": SESSION,
    "learner": SESSION,
    "auditor": NATIONAL,
    "host": SESSION,
}


def ship(apps, schema_editor):
    """A row for each role that comes with the software."""
    roles = apps.get_model("accounts", "DefinedRole").objects.using(schema_editor.connection.alias)
    for code, scope in SHIPPED.items():
        roles.get_or_create(code=code, defaults={"scope": scope, "is_shipped": True})


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_registration'),
    ]

    operations = [
        migrations.CreateModel(
            name='DefinedRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(editable=False, max_length=30, unique=True, verbose_name='code')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='name')),
                ('description', models.CharField(blank=True, max_length=250, verbose_name='what it is for')),
                ('scope', models.CharField(choices=[('national', 'The whole platform'), ('region', 'A region and what lies below it'), ('session', 'Sessions, one by one')], max_length=10, verbose_name='held in')),
                ('permissions', models.JSONField(blank=True, default=list, verbose_name='permissions')),
                ('is_shipped', models.BooleanField(default=False, editable=False, verbose_name='comes with the software')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
                'ordering': ['-is_shipped', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='definedrole',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('is_shipped', False)), name='role_name_once', violation_error_message='Another role has this name already.'),
        ),
        migrations.AddConstraint(
            model_name='definedrole',
            constraint=models.CheckConstraint(condition=models.Q(('is_shipped', True), models.Q(('name', ''), _negated=True), _connector='OR'), name='own_role_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='definedrole',
            constraint=models.CheckConstraint(condition=models.Q(('scope__in', ['national', 'region', 'session'])), name='role_scope_known'),
        ),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
