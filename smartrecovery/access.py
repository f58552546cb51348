"""Who may open what: every URL name, once. The access matrix test walks it; `make urls` prints it."""

from enum import Enum


class Opens(Enum):
    ANYONE = "anyone, signed in or not"
    SIGNED_OUT = "anyone not signed in"
    SIGNED_IN = "anyone signed in; each sees their own"
    OWNER = "its owner; everybody else finds nothing there"
    ADMIN = "admins; everybody else finds nothing there"


ACCESS = {
    # smartrecovery
    "today": Opens.SIGNED_IN,
    "urge": Opens.SIGNED_IN,
    "urge_passed": Opens.SIGNED_IN,
    "urge_print": Opens.SIGNED_IN,
    "urge_offline": Opens.ANYONE,
    "urge_written": Opens.OWNER,
    "urge_take_back": Opens.OWNER,
    "urge_worker": Opens.ANYONE,
    "group": Opens.SIGNED_IN,
    "help": Opens.ANYONE,
    "help_region": Opens.ANYONE,
    "about": Opens.ANYONE,
    "privacy": Opens.ANYONE,
    "leave": Opens.ANYONE,
    "healthz": Opens.ANYONE,
    "readyz": Opens.ANYONE,
    "me_take": Opens.SIGNED_IN,
    "me_bring": Opens.SIGNED_IN,
    "me_bring_confirm": Opens.SIGNED_IN,
    "me_bring_forget": Opens.SIGNED_IN,
    "me_leave": Opens.SIGNED_IN,
    "me_stay": Opens.SIGNED_IN,
    "me_pause": Opens.SIGNED_IN,
    "me_unpause": Opens.SIGNED_IN,
    # tools
    "tools": Opens.SIGNED_IN,
    "entries": Opens.SIGNED_IN,
    "tool": Opens.SIGNED_IN,
    "tool_print": Opens.SIGNED_IN,
    "tool_compare": Opens.SIGNED_IN,
    "begin": Opens.SIGNED_IN,
    "entry": Opens.OWNER,
    "entry_print": Opens.OWNER,
    "entry_changes": Opens.OWNER,
    "entry_archive": Opens.OWNER,
    "entry_delete": Opens.OWNER,
    "entry_step": Opens.OWNER,
    "entry_follow": Opens.OWNER,
    "entry_tick": Opens.OWNER,
    # stages
    "progress": Opens.SIGNED_IN,
    "put_away": Opens.SIGNED_IN,
    "behaviour_add": Opens.SIGNED_IN,
    "behaviour": Opens.OWNER,
    "behaviour_edit": Opens.OWNER,
    "behaviour_history": Opens.OWNER,
    "behaviour_state": Opens.OWNER,
    "behaviour_delete": Opens.OWNER,
    "stage_move": Opens.OWNER,
    "stage_undo": Opens.OWNER,
    "note_seen": Opens.OWNER,
    # accounts
    "account_login": Opens.SIGNED_OUT,
    "account_signup": Opens.SIGNED_OUT,
    "consent_document": Opens.ANYONE,
    "recover": Opens.ANYONE,
    "account_reset_password": Opens.ANYONE,
    "account_reset_password_done": Opens.ANYONE,
    "account_reset_password_from_key": Opens.ANYONE,
    "account_confirm_email": Opens.ANYONE,
    "account_inactive": Opens.ANYONE,
    "session_state": Opens.ANYONE,
    "session_extend": Opens.SIGNED_IN,
    "account_logout": Opens.ANYONE,
    "account_reauthenticate": Opens.SIGNED_IN,
    "account_change_password": Opens.SIGNED_IN,
    "account_email": Opens.SIGNED_IN,
    "welcome": Opens.SIGNED_IN,
    "me": Opens.SIGNED_IN,
    "me_settings": Opens.SIGNED_IN,
    "me_devices": Opens.SIGNED_IN,
    "me_devices_end": Opens.SIGNED_IN,
    "me_device_end": Opens.OWNER,
    "me_codes": Opens.SIGNED_IN,
    "me_consent": Opens.SIGNED_IN,
    "me_consent_withdraw": Opens.SIGNED_IN,
}
