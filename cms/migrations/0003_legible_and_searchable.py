"""Colours kept so far become legible, and pages written so far can be found by their words."""

import re

from django.db import migrations

from accounts.models.user import fold
from cms.domain.colours import nearest_legible

TAG = re.compile(r"<[^>]+>")


def texts(value) -> list[str]:
    if isinstance(value, str):
        return [TAG.sub(" ", value)]
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    return [text for one in value for text in texts(one)] if isinstance(value, list) else []


def forwards(apps, schema_editor):
    for brand in apps.get_model("cms", "Brand").objects.all():
        brand.colour = nearest_legible(brand.colour)
        brand.save(update_fields=["colour"])
    for page in apps.get_model("cms", "ContentPage").objects.all():
        written = texts([dict(block)["value"] for block in page.body.raw_data])
        page.search_text = fold(" ".join([page.title, page.introduction, *written]))
        page.save(update_fields=["search_text"])


class Migration(migrations.Migration):
    dependencies = [("cms", "0002_public_site")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
