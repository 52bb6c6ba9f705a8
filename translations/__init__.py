"""The catalogs: what the public pages say, in English as it stands in the code, and in the other languages.

``python -m translations`` (``make translations``) brings them up to date. Which files are public, and how a sentence gets into
the catalog, is told in ``docs/languages.md``.
"""
