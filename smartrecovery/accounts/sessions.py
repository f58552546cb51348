"""Sessions as rows with an owner, so that a member can see and end them."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        from .models import Session

        return Session

    def create_model_instance(self, data):
        """A save keeps the row's own columns; a new row takes its owner from the session."""
        row = super().create_model_instance(data)
        row.member_id = data.get("_auth_user_id")
        row.device = data.get("device", "")
        return row
