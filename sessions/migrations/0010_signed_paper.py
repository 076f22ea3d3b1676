import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import files.domain.stored
import sessions.models.paper


class Migration(migrations.Migration):

    dependencies = [
        ('training_sessions', '0009_interest'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PaperSheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='added')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='why it was withdrawn')),
                ('emptied', models.BooleanField(default=False, verbose_name='its pictures are erased')),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paper_sheets', to='training_sessions.sessionevent', verbose_name='event')),
                ('replaces', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='training_sessions.papersheet')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawn by')),
            ],
            options={
                'verbose_name': 'signed paper sheet',
                'verbose_name_plural': 'signed paper sheets',
                'ordering': ['added_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('emptied', False), ('reason', ''), ('withdrawn_at__isnull', True)), models.Q(('withdrawn_at__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='paper_sheet_withdrawn_says_why', violation_error_message='Say why the paper sheet is withdrawn.')],
            },
        ),
        migrations.CreateModel(
            name='PaperPage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('file', models.FileField(blank=True, storage=files.domain.stored.private_storage, upload_to=sessions.models.paper.page_name, verbose_name='file')),
                ('media_type', models.CharField(max_length=40, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('pages', models.PositiveSmallIntegerField(default=1, verbose_name='pages')),
                ('sha256', models.CharField(max_length=64)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='training_sessions.papersheet')),
            ],
            options={
                'verbose_name': 'page of a signed paper sheet',
                'verbose_name_plural': 'pages of signed paper sheets',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('sheet', 'number'), name='paper_page_number_once')],
            },
        ),
        migrations.AddField(
            model_name='signature',
            name='paper',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='training_sessions.papersheet'),
        ),
        migrations.AlterField(
            model_name='presenceentry',
            name='action',
            field=models.CharField(choices=[('noted', 'Presence noted'), ('undone', 'Undone'), ('corrected', 'Corrected after validation'), ('signed', 'Signed'), ('cancelled', 'Signature set aside'), ('refused', 'Wrong code'), ('closed', 'Sheet validated'), ('paper', 'Signed paper sheet added'), ('unpaper', 'Signed paper sheet withdrawn')], max_length=10, verbose_name='action'),
        ),
        migrations.AlterField(
            model_name='signature',
            name='method',
            field=models.CharField(choices=[('drawn', 'Drawn on the screen'), ('code', 'Code shown by the trainer'), ('account', 'Confirmed from the signer’s own account'), ('paper', 'On the paper sheet, scanned')], max_length=10, verbose_name='method'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('method', 'paper'), ('paper__isnull', False)), models.Q(models.Q(('method', 'paper'), _negated=True), ('paper__isnull', True)), _connector='OR'), name='signature_on_paper_has_its_sheet'),
        ),
    ]
