"""POST /symbolicate: native crashes."""
