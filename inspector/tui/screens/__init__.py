"""One screen or dialog a file. A screen lays out widgets and turns their messages into a View."""
