"""What was given up lately is counted for the desk without reading the whole ledger."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0004_what_waits_for_me")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "failed")),
                fields=["look_at"],
                name="what_failed_lately",
            ),
        ),
    ]
