"""The first admin of a site is made from its own machine."""

import pytest
from django.core.management import CommandError, call_command

from smartrecovery.accounts.models import User


def test_whoever_runs_the_site_makes_an_admin(ana, capsys):
    call_command("role", "ana", "admin")

    assert User.objects.get(username="ana").role == User.Role.ADMIN
    assert capsys.readouterr().out == "ana: admin\n"


def test_a_name_nobody_has_is_said(db):
    with pytest.raises(CommandError, match="Nobody signs in as ana."):
        call_command("role", "ana", "admin")
