"""`python -m luoshi` is the command `luoshi`."""

import sys

from luoshi.cli import main

sys.exit(main())
