"""Requests for the tests of the editors, opened as the app opens them."""

import json
from pathlib import Path
from typing import Any

from inspector.opening import Opened, load

CANARY = "canary-8c1f"
"""In every secret of these requests; nowhere else may it turn up."""

SOURCES: list[dict[str, Any]] = [
    {"type": "filesystem", "id": "local", "path": "symbols", "layout": {"type": "native"}},
    {
        "type": "http",
        "id": "vendor",
        "url": f"https://user:{CANARY}@sym.example/store",
        "layout": {"type": "symstore"},
        "filters": {"filetypes": ["pdb", "pe"]},
        "headers": {"authorization": f"Bearer {CANARY}"},
    },
    {
        "type": "s3",
        "id": "bucket",
        "bucket": "syms",
        "region": "eu-west-1",
        "access_key": "AKIA",
        "secret_key": CANARY,
    },
    {"type": "sentry", "id": "project", "url": "https://sentry.example/", "token": CANARY},
    {"type": "gcs", "id": "cloud", "bucket": "b", "bearer_token": CANARY},
]
NATIVE: dict[str, Any] = {
    "platform": "native",
    "sources": SOURCES,
    "scraping": {"enabled": True, "allowed_origins": ["*.a.example"], "headers": {"x-k": CANARY}},
    "stacktraces": [{"frames": [{"instruction_addr": "0x1010"}]}],
    "modules": [
        {
            "type": "pe",
            "code_file": "C:\\app\\app.exe",
            "code_id": "5ab380779000",
            "debug_file": "C:\\app\\app.pdb",
            "debug_id": "3249d99d-0c40-4931-8610-f4e4fb0b6936-1",
            "image_addr": "0x1000",
            "image_size": 4096,
        }
    ],
    "unknown_key": {"kept": True},
}
URLS = [
    "https://static.shop.example/js/app.min.js",
    "https://static.shop.example/js/vendor.js",
    "https://cdn.other.example/lib.js",
    "app:///main.js",
    "native",
]
JS: dict[str, Any] = {
    "platform": "javascript",
    "source": {"id": "api", "url": "https://sentry.example/", "token": CANARY},
    "stacktraces": [{"frames": [{"abs_path": url, "lineno": 1, "colno": 1} for url in URLS]}],
    "modules": [],
    "scraping": {
        "enabled": True,
        "allowed_origins": ["*.shop.example"],
        "headers": {"x-k": CANARY},
    },
}


def opened(folder: Path, tree: dict[str, Any], name: str = "crash.json") -> Opened:
    """A request as the app reads it."""
    path = folder / name
    path.write_text(json.dumps(tree), encoding="utf-8")
    return load(str(path))
