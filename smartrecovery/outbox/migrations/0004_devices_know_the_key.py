from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_states_of_before")]

    operations = [
        migrations.AddField(
            model_name="pushdevice",
            name="made_for",
            field=models.CharField(blank=True, max_length=16),
        )
    ]
