"""The links of a letter: comparing addresses, checking safely that they still answer, and asking archives for a copy.

Nothing here knows Flask or the database, reads a clock of its own accord, or goes out before somebody calls it: whether a
coalition wants requests to go out at all is decided by the caller. Everything that does go out passes through one door,
:class:`letters.links.fetch.Fetcher`.
"""
