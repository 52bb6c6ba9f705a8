"""How long a letter takes to write, and how much memory: ``python -m bench [--quick] [--check]``.

Each writer is set against the least that could do its work, run just before it and after it on the same names, so that a busy
machine slows both: PDF against typst alone, DOCX and HTML against lxml alone.
"""
