"""Signs of life: when each part of the timetable last did its work, and which beat rings now."""

from django.db import models


class Heartbeat(models.Model):
    """`name` is a tick, done at `at` and late after `until`; or `beat`, whose lease `owner` holds until then."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
    owner = models.CharField(max_length=80, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"heartbeat {self.name}"
