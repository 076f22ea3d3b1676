from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('training_sessions', '0002_session_search'),
    ]

    operations = [
        migrations.RenameModel(old_name='CertificateArchive', new_name='DocumentArchive'),
    ]
