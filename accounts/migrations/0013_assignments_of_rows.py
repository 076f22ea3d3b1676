import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0012_assignments_point_to_roles'),
    ]

    operations = [
        migrations.AlterField(
            model_name='roleassignment',
            name='role',
            field=models.ForeignKey(db_column='role', on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='accounts.definedrole', to_field='code', verbose_name='role'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('region__isnull', True), ('scope', 'national')), models.Q(('region__isnull', False), ('scope__in', ['region', 'session'])), _connector='OR'), name='role_scope_matches', violation_error_message='A national role has no region; every other role has one.'),
        ),
    ]
