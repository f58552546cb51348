from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "smartrecovery.outbox"
    label = "outbox"

    def ready(self) -> None:
        from . import notices, people

        people.register()
        notices.register()
