"""The blueprint that the views of this package hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("coalition", __name__, template_folder="../templates", url_prefix="/desk")
