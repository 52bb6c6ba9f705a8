"""Hooks: what happens to a coalition's letters, told to a web address of its own, signed and until it is taken.

Events are read from the audit log, where each act stands that was done, in the transaction that did it (:mod:`.queue`). From
there they go through the outbox, as mail does, with its leases and its retries.
"""
