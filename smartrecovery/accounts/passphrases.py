"""What a passphrase may not be: short, one that everybody uses, or our own words."""

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

OUR_WORDS = ("footing", "smartrecovery", "recovery", "password", "passphrase")


LEAST = 15


class LengthValidator:
    def validate(self, password: str, user=None) -> None:
        if len(password) < LEAST:
            raise ValidationError(self.get_help_text(), code="short")

    def get_help_text(self) -> str:
        return _("Make it longer: %(least)s characters or more.") % {"least": LEAST}


class CommonValidator(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this one, so it is among the first to be tried. Choose another.")


class OurWordsValidator:
    """Refuses a passphrase that is little else than our own words."""

    def validate(self, password: str, user=None) -> None:
        left = password.casefold()
        for word in (
            *OUR_WORDS,
            settings.SITE_NAME.casefold(),
            *([user.username] if user and user.username else []),
        ):
            left = left.replace(word, "")
        if len(left) < 8:
            raise ValidationError(self.get_help_text(), code="our_words")

    def get_help_text(self) -> str:
        return _("Use words that have nothing to do with this site or your sign-in name.")
