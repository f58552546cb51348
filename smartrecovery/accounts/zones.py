"""Time zones: canonical IANA names, and local times that do not exist or exist twice."""

from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


def _table(name: str) -> list[list[str]]:
    text = (files("tzdata") / "zoneinfo" / name).read_text("ascii")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """What a person may choose, sorted, and UTC: one name for each zone a country keeps."""
    return (*sorted(row[2] for row in _table("zone.tab")), "UTC")


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    return {row[2]: row[1] for row in _table("tzdata.zi") if row[0] == "L"}


def canonical(name: str) -> str:
    """The name to keep for a zone: US/Eastern is America/New_York, Asia/Calcutta Asia/Kolkata."""
    while name not in names() and name in _aliases():
        name = _aliases()[name]
    return "UTC" if name in ("Etc/UTC", "Etc/GMT") else name


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The zone, also by a legacy alias such as US/Eastern; UTC for a name nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def city(name: str) -> str:
    """What a zone is called beside an hour: New York for America/New_York."""
    return name.rpartition("/")[2].replace("_", " ")


def is_known(name: str) -> bool:
    return name in available_timezones()


def instant(wall: datetime, tz: ZoneInfo, fold: int = 0) -> datetime:
    """The UTC instant of a naive wall time.

    In a repeated hour `fold` picks the first or second; in a skipped hour the time moves forward by the
    length of the gap (PEP 495), so nothing is ever refused.
    """
    return wall.replace(tzinfo=tz, fold=fold).astimezone(UTC)
