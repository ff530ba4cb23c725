"""POST /symbolicate-js: JavaScript crashes."""
