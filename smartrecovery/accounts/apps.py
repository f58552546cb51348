from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "smartrecovery.accounts"
    label = "accounts"
