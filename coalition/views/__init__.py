"""The pages of signing in, of oneself, and of a coalition's people and record."""

from coalition.views import people, record, settings, signing_in, you
from coalition.views.blueprint import bp

__all__ = ["bp", "people", "record", "settings", "signing_in", "you"]
