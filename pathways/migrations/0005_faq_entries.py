"""Frequent questions stand on their own: about a pathway or one of its objects, for all sessions or for one."""

import re
import unicodedata

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def fold(value):
    decomposed = unicodedata.normalize("NFKD", value)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def fill(apps, schema_editor):
    """What existed was about a pathway, for all, and on its public page."""
    entries = apps.get_model("pathways", "FaqEntry").objects
    entries.filter(sort_order=None).update(sort_order=0)
    for entry in entries.iterator(chunk_size=500):
        entry.search_text = fold(f"{entry.question} {re.sub('<[^>]*>', '', entry.answer)}")
        entry.save(update_fields=["search_text"])


def keep_those_of_pathways(apps, schema_editor):
    """The former table knows nothing of questions about an object, nor of one session alone."""
    entries = apps.get_model("pathways", "FaqEntry").objects
    entries.filter(models.Q(pathway=None) | ~models.Q(state="everywhere")).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0001_initial"),
        ("pathways", "0004_themes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="faqentry",
            options={"ordering": ["sort_order", "pk"], "verbose_name": "frequent question", "verbose_name_plural": "frequent questions"},
        ),
        migrations.AddField("faqentry", "search_text", models.TextField(blank=True, editable=False, default=""), preserve_default=False),
        migrations.AddField(
            "faqentry",
            "state",
            models.CharField(
                choices=[
                    ("everywhere", "In every session"),
                    ("group", "Only in the session where it was written"),
                    ("withdrawn", "Withdrawn: nobody reads it"),
                ],
                default="everywhere",
                max_length=12,
                verbose_name="who reads it",
            ),
        ),
        migrations.AddField(
            "faqentry",
            "is_public",
            models.BooleanField(
                default=True,
                help_text="Visitors read it below the programme. Only for questions about a pathway.",
                verbose_name="also on the public page",
            ),
        ),
        migrations.AddField("faqentry", "group", models.UUIDField(blank=True, db_index=True, editable=False, null=True)),
        migrations.AddField(
            "faqentry", "origin", models.CharField(blank=True, editable=False, max_length=300, verbose_name="where it comes from")
        ),
        migrations.AddField(
            "faqentry",
            "made_at",
            models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="written on"),
        ),
        migrations.AddField(
            "faqentry",
            "made_by",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="written by",
            ),
        ),
        migrations.AddField(
            "faqentry",
            "activity",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="faq",
                to="courses.libraryobject",
                verbose_name="or about the resource or activity",
            ),
        ),
        migrations.AlterField(
            "faqentry",
            "pathway",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="faq",
                to="pathways.pathwaypage",
                verbose_name="about the pathway",
            ),
        ),
        migrations.RunPython(fill, keep_those_of_pathways),
        migrations.AlterField(
            "faqentry",
            "sort_order",
            models.PositiveIntegerField(default=0, help_text="Small numbers come first.", verbose_name="rank in the list"),
        ),
        migrations.AddConstraint(
            "faqentry",
            models.CheckConstraint(
                condition=models.Q(("activity__isnull", True), ("pathway__isnull", False))
                | models.Q(("activity__isnull", False), ("pathway__isnull", True)),
                name="faq_about_one_thing",
                violation_error_message="Choose a pathway, or else a resource or activity: one of the two.",
            ),
        ),
        migrations.AddConstraint(
            "faqentry",
            models.CheckConstraint(
                condition=models.Q(models.Q(("state", "group"), _negated=True), ("group__isnull", False), _connector="OR"),
                name="faq_group_known",
                violation_error_message="This entry was not written in a session: choose “In every session” or “Withdrawn”.",
            ),
        ),
    ]
