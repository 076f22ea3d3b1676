import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_open_sessions_and_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='IssuedIdentifier',
            fields=[
                ('identifier', models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name='identifier')),
                ('uid', models.UUIDField()),
            ],
            options={
                'verbose_name': 'identifier that was given',
                'verbose_name_plural': 'identifiers that were given',
            },
        ),
        migrations.CreateModel(
            name='SignInAttempts',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('failed_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('locked_until', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='user',
            name='contrast',
            field=models.CharField(choices=[('normal', 'As usual'), ('more', 'Stronger: black on white, clear edges')], default='normal', max_length=10, verbose_name='contrast'),
        ),
        migrations.AddField(
            model_name='user',
            name='reduced_motion',
            field=models.BooleanField(default=False, verbose_name='less motion'),
        ),
        migrations.AddField(
            model_name='user',
            name='two_step_asked_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='second step asked for'),
        ),
        migrations.AddField(
            model_name='user',
            name='identifier',
            field=models.CharField(editable=False, max_length=8, null=True, verbose_name='identifier'),
        ),
    ]
