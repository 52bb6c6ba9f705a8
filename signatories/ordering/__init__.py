"""The order of the signatory list: where a name stands, and in which group."""
