"""The Compose tab: from a recipe to takes to sound."""
