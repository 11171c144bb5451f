"""`python -m azstudy` is the same program as `azstudy`."""

from azstudy.cli import main

if __name__ == "__main__":
    main()
