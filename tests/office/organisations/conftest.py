"""What only a server with several connections shows."""

import os

collect_ignore = [] if os.environ.get("DATABASE_URL") else ["test_at_once.py"]
