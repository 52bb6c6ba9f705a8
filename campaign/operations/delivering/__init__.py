"""Bringing a closed letter to its recipients: who they are, their own copies, the mail, the log, and the thanks."""
