"""Pages before axe-core: the engine goes into a page once, and judges it in light and in dark. Nothing else differs there."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCHEMES = ("dark", "light")
RULES = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
RUN = "async (rules) => (await axe.run(rules)).violations"


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it stands, in light and in dark, sizes of targets included. It is left in light."""
    page.evaluate(Axe().axe_script)
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found += [
            f"{page.url} in {scheme}, {one['id']}: {node['html'][:160]} ({node['failureSummary']})"
            for one in page.evaluate(RUN, RULES)
            for node in one["nodes"]
        ]
    return found
