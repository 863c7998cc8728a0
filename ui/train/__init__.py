"""The Train tab: teach the model a collection of one's own."""
