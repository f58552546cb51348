"""Words of this product are the first a guesser tries."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

OUR_WORDS = ("footing", "smartrecovery", "recovery", "password", "passphrase")


class OurWordsValidator:
    """Refuses a passphrase that is little else than our own words."""

    def validate(self, password: str, user=None) -> None:
        left = password.casefold()
        for word in (*OUR_WORDS, settings.SITE_NAME.casefold(), *([user.username] if user and user.username else [])):
            left = left.replace(word, "")
        if len(left) < 8:
            raise ValidationError(self.get_help_text(), code="our_words")

    def get_help_text(self) -> str:
        return _("Use words that have nothing to do with this site or your sign-in name.")
