"""Whether a sign form may come from a program: a trap that no person sees, and the time that filling in takes.

Neither ever refuses or loses anything. The page comes back with everything that was typed and one more button, "I am a person:
sign"; a password manager that fills in every field, and somebody who is very quick, press it.
"""

from __future__ import annotations

FASTEST = 3.0
"""Seconds. Nobody reads a letter and types four fields in less, and programs that fill in forms wait for nothing."""


def suspicious(trap: str, age: float | None, person: bool) -> bool:
    """Whether to ask once more before a form is taken.

    ``trap`` is what came in the field that no person sees, ``age`` how many seconds before the form was opened (None when
    nobody knows: then only the trap counts), ``person`` whether the extra button was pressed.
    """
    if person:
        return False
    return bool(trap) or (age is not None and age < FASTEST)
