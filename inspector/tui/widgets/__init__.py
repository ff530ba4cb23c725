"""One panel a file. A widget draws what it is given and posts what the person did."""
