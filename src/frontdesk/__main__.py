"""`python -m frontdesk` is `frontdesk`."""

from frontdesk.cli.main import run

if __name__ == "__main__":
    raise SystemExit(run())
