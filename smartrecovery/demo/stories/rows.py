"""Rows in a few words."""

SOON, LATER = "short", "long"


def felt(horizon: str, *texts: str) -> list[dict]:
    return [{"text": text, "horizon": horizon} for text in texts]


def lines(*texts: str) -> list[dict]:
    return [{"text": text} for text in texts]


def feelings(**strengths: int) -> list[dict]:
    return [
        {"text": name.capitalize(), "strength": strength} for name, strength in strengths.items()
    ]
