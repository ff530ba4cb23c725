"""The HTTP face: `POST /symbolicate`, `POST /symbolicate-js`, `GET /requests/{id}`.

Bodies are untrusted: they reach no reserved address and no file but below the roots that the
settings name. Rules: spec/native.md 1.1 and 1.9, spec/js.md 1.1.
"""
