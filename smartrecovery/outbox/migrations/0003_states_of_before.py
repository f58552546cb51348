"""What was skipped counts as too late; what waits is looked at when it is due."""

from django.db import migrations
from django.db.models import F


def forwards(apps, schema_editor):
    messages = apps.get_model("outbox", "Message").objects
    messages.filter(state="skipped").update(state="expired")
    messages.update(look_at=F("due_at"))


def backwards(apps, schema_editor):
    messages = apps.get_model("outbox", "Message").objects
    messages.filter(state__in=["expired", "cancelled"]).update(state="skipped")
    messages.filter(state="held").update(state="queued")


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_reminders")]

    operations = [migrations.RunPython(forwards, backwards)]
