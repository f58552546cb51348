"""What the models promise is kept by the database, on each of them."""

from django.apps import apps
from django.core.management import call_command
from django.db import connection


def test_every_rule_and_index_of_the_models_is_in_the_database(db):
    named = {
        (model._meta.db_table, rule.name)
        for model in apps.get_models()
        for rule in [*model._meta.constraints, *model._meta.indexes]
    }

    with connection.cursor() as cursor:
        kept = {
            (table, name)
            for table in {table for table, _name in named}
            for name in connection.introspection.get_constraints(cursor, table)
        }

    assert named - kept == set()
    assert len(named) > 5


def test_models_and_migrations_say_the_same(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
