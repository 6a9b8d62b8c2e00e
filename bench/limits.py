"""How a figure is held against its limit."""


def held(value: float, limit: float, unit: str) -> str:
    """In words: within the limit of 15 s (x .31), or MISSED when it is larger."""
    word = "within" if value <= limit else "MISSED"
    return f"{word} the limit of {limit:g} {unit} (x {value / limit:.2f})"
