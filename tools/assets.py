"""Copies what the pages need from npm into the package, and writes down what was copied.

    python tools/assets.py FOLDER

npm installs by the lock into a folder that is thrown away. Comments that point to source maps go: a browser would ask
for files that are not there. So do pictures in data addresses: our policy refuses them, and a browser that must know
how a page looks before luoshi.css has come would ask for Tabler's own. FOLDER/manifest.json holds package, version, licence and SHA-384 of each file.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# file in node_modules -> name in FOLDER
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
}
SOURCE_MAP = re.compile(rb"\s*(?:/\*[#@] sourceMappingURL=[^*]*\*/|//[#@] sourceMappingURL=\S*)\s*")
PICTURE = re.compile(rb"""url\(\s*(?:"data:[^"]*"|'data:[^']*'|data:[^)]*)\s*\)""")


def installed(folder: Path) -> Path:
    """node_modules as the lock has it, without running any package's script."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=folder, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return folder / "node_modules"


def package_of(modules: Path, file: str) -> dict[str, str]:
    parts = file.split("/")
    name = "/".join(parts[:2]) if file.startswith("@") else parts[0]
    package = json.loads((modules / name / "package.json").read_text("utf-8"))
    return {"package": name, "version": package["version"], "license": package["license"]}


def copy(modules: Path, target: Path) -> dict[str, dict[str, str]]:
    """Copy FILES to `target`; the manifest's entries by file name."""
    entries = {}
    for file, name in FILES.items():
        content = SOURCE_MAP.sub(b"\n", (modules / file).read_bytes())
        content = PICTURE.sub(b"none", content) if name.endswith(".css") else content
        (target / name).write_bytes(content)
        integrity = "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode("ascii")
        entries[name] = {**package_of(modules, file), "integrity": integrity}
    return entries


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        modules = installed(Path(folder))
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        manifest = copy(modules, target)
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
