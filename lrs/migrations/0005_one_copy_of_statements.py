"""The JSON is kept once, as text; indexes are by key and time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lrs", "0004_fill_record_store")]

    operations = [
        # With a default each, so that the way back has something to begin with.
        migrations.AlterField("statement", "actor", models.CharField(default="", max_length=300, verbose_name="actor")),
        migrations.AlterField("statement", "body", models.JSONField(default=dict, verbose_name="statement")),
        migrations.RemoveField("statement", "actor"),
        migrations.RemoveField("statement", "body"),
        migrations.AlterField("statement", "activity", models.TextField(blank=True, verbose_name="activity")),
        migrations.AlterField("statement", "verb", models.TextField(verbose_name="verb")),
        migrations.AlterField("statement", "raw", models.TextField(verbose_name="statement")),
        migrations.AddIndex("statement", models.Index(fields=["stored", "id"], name="lrs_by_time")),
        migrations.AddIndex(
            "statement",
            models.Index(fields=["actor_key", "stored"], name="lrs_by_actor", condition=models.Q(actor_key__isnull=False)),
        ),
        migrations.AddIndex("statement", models.Index(fields=["verb_key", "stored"], name="lrs_by_verb")),
        migrations.AddIndex(
            "statement",
            models.Index(fields=["activity_key", "stored"], name="lrs_by_activity", condition=models.Q(activity_key__isnull=False)),
        ),
        migrations.AddIndex(
            "statement",
            models.Index(fields=["registration", "stored"], name="lrs_by_registration", condition=models.Q(registration__isnull=False)),
        ),
        migrations.AddIndex("statement", models.Index(fields=["authority_key", "stored"], name="lrs_by_authority")),
    ]
