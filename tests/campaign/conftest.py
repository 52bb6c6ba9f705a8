"""What tests of campaigns begin with, unless a file says otherwise: none yet; or one that is open, and its invitations."""

from __future__ import annotations

from typing import Any

import pytest

from database import Database
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import Invitations


@pytest.fixture
def campaigns(database: Database, clock: Any) -> Campaigns:
    return Campaigns(database, clock)


@pytest.fixture
def invitations(database: Database, clock: Any, campaigns: Campaigns) -> Invitations:
    campaigns.open()
    return Invitations(database, clock)
