"""When to ask for something again: a theory of how pages change, and the rule that follows from it. Pure."""
