"""The tenant: coordinators, how they sign in, what they may do, and the record of what they did."""
