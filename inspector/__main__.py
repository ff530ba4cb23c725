"""`python -m inspector`."""

from inspector.cli import entry

if __name__ == "__main__":
    entry()
