"""What else somebody has due goes along: found without reading all that was ever sent to them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_states_of_before")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "held"])),
                fields=["member"],
                name="what_waits_for_me",
            ),
        ),
    ]
