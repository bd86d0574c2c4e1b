"""An import that is killed while it is stored leaves all or nothing; benchmarks/kill_import.py tries it more often."""

import subprocess
import sys
from pathlib import Path


def test_killed_imports_leave_nothing_half_way(root: Path) -> None:
    command = [sys.executable, root / "benchmarks" / "kill_import.py", "--tries", "4"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("4 tries:")
