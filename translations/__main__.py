"""``python -m translations``: bring the catalogs up to date with the code, and say what waits for a translator."""

from __future__ import annotations

from translations.catalogs import bring_up_to_date

if __name__ == "__main__":
    print("\n".join(bring_up_to_date()) or "Every sentence has its words.")
