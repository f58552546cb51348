"""Where ours differ from Django's: hours are said as they are saved, 14:02."""

DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
