"""The browser that prints the book and that its tests drive: the one named, else one that is there, else one that can be had.

``python -m brink.report.browser`` says which, and gets one where there is none; where none can be had it ends with one line,
before anything is built.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

#: Set by `make test BROWSER=...`; the shell's own BROWSER is a person's browser for reading.
NAMED = "BRINK_BROWSER"
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


def find() -> str | None:
    """Return the path of a browser of Chromium's kind, ``None`` where there is none or ``none`` was asked for."""
    named = os.environ.get(NAMED)
    if named:
        return None if named == "none" else shutil.which(named)
    there = next(filter(None, map(shutil.which, NAMES)), None) or next(filter(os.path.exists, PLACES), None)
    return there or _installed_by_playwright()


def _installed_by_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def get() -> str | None:
    """Have a browser installed, and return its path: by Debian's packages where we may, else by Playwright's installer."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in ("apt-get update -qq", "apt-get install -y -qq --no-install-recommends chromium"):
            subprocess.run(command.split(), env=environment, capture_output=True, check=False)
        if found := find():
            return found
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True, check=False)
    return find()


def main() -> int:
    """Say which browser the tests will drive; returns the exit code."""
    named = os.environ.get(NAMED)
    if named == "none":
        print("No browser: what only a browser can show is not tested (the built pages in use, accessibility).")
        return 0
    if named and not find():
        print(
            f"{named} is no program here. Name another browser of Chromium's kind, or: make test BROWSER=none",
            file=sys.stderr,
        )
        return 2
    found = find() or get()
    if not found:
        print(
            "No Chromium, Chrome or Edge is here, and none could be installed. Install one, name one (make test BROWSER=/path), "
            "or leave out what needs it: make test BROWSER=none",
            file=sys.stderr,
        )
        return 2
    print(f"Browser: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
