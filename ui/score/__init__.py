"""The score view: engraved pages of the take."""
