"""What can be done in a coalition; each function takes the session it writes in and the moment it happens."""
