"""What a partner may try at the border, with each of the two clients that partners use, on the real broker and against real services.

`rights.py` and `attacks.py` are tables that read as a specification: what is tried, what comes of it. Nothing else may be touched by it.
"""
