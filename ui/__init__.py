"""The window. It uses only what the packages of ``musicgan`` export; importing this loads no Qt."""
