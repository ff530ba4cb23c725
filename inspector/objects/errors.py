"""What a reader of files raises: one kind of error, whatever was wrong."""


class BadObject(ValueError):
    """The file is not what it should be: damaged, truncated, hostile, or of another format.

    The message is for people and for `details`; nothing branches on it.
    """
