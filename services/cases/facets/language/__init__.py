"""Sprache. Read in the order of a person's way: need, offer, entitlement, obligation, attempt, enrolment,
attendance, exam; then rules.py for what follows from all of them, and language.py for the whole.
"""
