"""The pages that everybody may see: the front page, a letter, signing it, and the signer's receipt."""

from campaign.public import front, receipt, signing
from campaign.public.blueprint import bp

__all__ = ["bp", "front", "receipt", "signing"]
