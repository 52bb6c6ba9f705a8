"""Mail that comes back: what it says (reading), and what is done about it (recording)."""
