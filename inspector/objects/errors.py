"""What a reader of files raises: one kind of error, whatever was wrong."""


class BadObject(ValueError):  # noqa: N818  a bad value, named like its siblings
    """The file is not what it should be: damaged, truncated, hostile, or of another format.

    The message is for people and for `details`; nothing branches on it.
    """
