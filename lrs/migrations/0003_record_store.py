"""The tables of the whole record store, and the new columns of statements; 0004 fills them, 0005 drops what they replace."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lrs.models.attachment


class Migration(migrations.Migration):
    dependencies = [
        ("lrs", "0002_journal_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # What 0004 writes goes into no index that 0005 would drop.
        migrations.RemoveIndex("statement", "lrs_stateme_registr_9628db_idx"),
        migrations.RemoveIndex("statement", "lrs_stateme_actor_529013_idx"),
        migrations.RemoveIndex("statement", "lrs_stateme_verb_890f4d_idx"),
        migrations.RemoveIndex("statement", "lrs_stateme_activit_704e7a_idx"),
        migrations.RemoveIndex("statement", "lrs_stateme_stored_b45461_idx"),
        migrations.AddField("statement", "actor_key", models.UUIDField(editable=False, null=True)),
        migrations.AddField("statement", "verb_key", models.UUIDField(editable=False, null=True)),
        migrations.AddField("statement", "activity_key", models.UUIDField(editable=False, null=True)),
        migrations.AddField("statement", "authority_key", models.UUIDField(editable=False, null=True)),
        migrations.AddField("statement", "raw", models.TextField(default="", verbose_name="statement")),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("iri", models.TextField(verbose_name="address")),
                ("definition", models.TextField(blank=True, verbose_name="definition")),
                ("search_text", models.TextField(blank=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={"verbose_name": "activity of the journal", "verbose_name_plural": "activities of the journal"},
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("sha2", models.CharField(max_length=128, primary_key=True, serialize=False, verbose_name="SHA-2 hash")),
                ("content_type", models.CharField(max_length=300, verbose_name="type")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("file", models.FileField(max_length=200, storage=lrs.models.attachment.private_files, upload_to="", verbose_name="file")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"verbose_name": "attachment of the journal", "verbose_name_plural": "attachments of the journal"},
        ),
        migrations.CreateModel(
            name="Client",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                (
                    "origins",
                    models.TextField(
                        blank=True,
                        help_text="One per line, such as https://outil.example.fr, when its pages call the store.",
                        verbose_name="web origins",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
            ],
            options={
                "verbose_name": "client of the record store",
                "verbose_name_plural": "clients of the record store",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("registration", models.UUIDField(blank=True, null=True, verbose_name="registration")),
                ("label", models.CharField(blank=True, max_length=120, verbose_name="what for")),
                ("key", models.CharField(max_length=40, unique=True, verbose_name="key")),
                ("secret_hash", models.CharField(max_length=64)),
                ("scopes", models.CharField(max_length=200, verbose_name="rights")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="expires")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="last used")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "client",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="credentials", to="lrs.client"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="xapi_credentials",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "credential",
                "verbose_name_plural": "credentials",
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("client__isnull", False), ("user__isnull", True)),
                            models.Q(("client__isnull", True), ("user__isnull", False)),
                            _connector="OR",
                        ),
                        name="lrs_credential_of_client_or_launch",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("context_key", models.UUIDField()),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[(1, "state"), (2, "profile of a person"), (3, "profile of an activity")], verbose_name="kind"
                    ),
                ),
                ("agent", models.TextField(blank=True)),
                ("activity", models.TextField(blank=True)),
                ("registration", models.UUIDField(blank=True, null=True, verbose_name="registration")),
                ("document_id", models.TextField(verbose_name="name")),
                ("content_type", models.CharField(max_length=300, verbose_name="type")),
                ("content", models.BinaryField()),
                ("etag", models.CharField(max_length=40)),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="xapi_documents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "xAPI document",
                "verbose_name_plural": "xAPI documents",
                "indexes": [models.Index(fields=["context_key", "updated_at"], name="lrs_document_by_context")],
            },
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                (
                    "source",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="references", to="lrs.statement"
                    ),
                ),
                ("target", models.UUIDField(db_index=True)),
                ("direct", models.BooleanField(default=True)),
                ("voids", models.BooleanField(default=False)),
                ("stored", models.DateTimeField(db_index=True)),
                ("pk", models.CompositePrimaryKey("source_id", "target", blank=True, editable=False, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="Related",
            fields=[
                (
                    "statement",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="related", to="lrs.statement"
                    ),
                ),
                (
                    "role",
                    models.SmallIntegerField(
                        choices=[
                            (1, "counts for the agent filter: object, member of the acting group"),
                            (2, "counts for related_agents only"),
                            (3, "counts for related_activities only"),
                        ]
                    ),
                ),
                ("key", models.UUIDField()),
                ("stored", models.DateTimeField()),
                (
                    "pk",
                    models.CompositePrimaryKey("statement_id", "role", "key", blank=True, editable=False, primary_key=True, serialize=False),
                ),
            ],
            options={"indexes": [models.Index(fields=["key", "role", "stored"], name="lrs_related_by_key")]},
        ),
    ]
