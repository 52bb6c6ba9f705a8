"""The outbox, the worker that sends from it, and the words of each message."""
