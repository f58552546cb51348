from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "smartrecovery.outbox"
    label = "outbox"
