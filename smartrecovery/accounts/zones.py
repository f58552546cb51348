"""Time zones: canonical IANA names, and local times that do not exist or exist twice."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """What a person may choose, sorted; legacy and technical names are left out of the list."""
    return tuple(sorted(
        name for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))
    )) + ("UTC",)


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The zone, also by a legacy alias such as US/Eastern; UTC for a name nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def is_known(name: str) -> bool:
    return name in available_timezones()


def instant(wall: datetime, tz: ZoneInfo, fold: int = 0) -> datetime:
    """The UTC instant of a naive wall time.

    In a repeated hour `fold` picks the first or second; in a skipped hour the time moves forward by the
    length of the gap (PEP 495), so nothing is ever refused.
    """
    return wall.replace(tzinfo=tz, fold=fold).astimezone(UTC)
