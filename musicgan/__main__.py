"""``python -m musicgan``."""

from musicgan.cli import main

if __name__ == "__main__":
    main()
