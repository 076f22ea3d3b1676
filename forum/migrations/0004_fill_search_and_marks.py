"""What was written before gets its words to be found by; what people had seen before is not unread."""

import unicodedata

from django.db import migrations
from django.db.models import F


def fold(value):
    decomposed = unicodedata.normalize("NFKD", value)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def fill(apps, schema_editor):
    Post, Thread = apps.get_model("forum", "Post"), apps.get_model("forum", "Thread")
    for model, source, limit in ((Post, "text", None), (Thread, "title", 400)):
        batch = []
        for row in model.objects.filter(search_text="").iterator(chunk_size=500):
            row.search_text = fold(getattr(row, source))[:limit]
            batch.append(row)
            if len(batch) == 500:
                model.objects.bulk_update(batch, ["search_text"])
                batch = []
        model.objects.bulk_update(batch, ["search_text"])
    apps.get_model("forum", "ForumVisit").objects.filter(all_read_at=None).update(all_read_at=F("last_at"))


class Migration(migrations.Migration):
    dependencies = [("forum", "0003_moderation_and_marks")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
