"""Peers: other people's tools, each in an environment of its own, so that none is among our dependencies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


class Peer:
    """Packages in a virtual environment, which is made once and kept for as long as its folder is.

    Parameters
    ----------
    folder
        Where the environment goes.
    packages
        What pip is to install, with versions.
    """

    def __init__(self, folder: Path, *packages: str) -> None:
        self.python = folder / "bin/python"
        if not self.python.exists():
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            subprocess.run([self.python, "-m", "pip", "install", "--quiet", *packages], check=True)

    def run(self, code: str, *arguments: str | Path) -> str:
        """What a piece of code prints; its arguments are in `sys.argv`."""
        done = subprocess.run([self.python, "-c", code, *arguments], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stderr)
        return done.stdout
