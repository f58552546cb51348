from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "smartrecovery.vault"
    label = "vault"
