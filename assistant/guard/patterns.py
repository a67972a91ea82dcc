"""Building patterns out of readable lists."""


def either(parts: str) -> str:
    """One of the parts, which are patterns divided by commas; longer ones are tried first."""
    ordered = sorted((" ".join(part.split()) for part in parts.split(",")), key=len, reverse=True)
    return f"(?:{'|'.join(ordered)})"
