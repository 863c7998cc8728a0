"""Small widgets that know nothing of music."""
