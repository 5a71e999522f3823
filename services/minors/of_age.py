"""What holds on a day by the birth date that the office works with, whatever was said of it (ADR 11)."""

from datetime import date

from services.minors.age import birth_of
from services.minors.majority_days import MajorityDays, computed, told_as
from services.minors.state import Minor
from shared.law import Law


def known_days(state: Minor, law: Law, on: date) -> MajorityDays | None:
    """None: no birth date is known, or none that the office works with. Raises NoLaw; so do the others."""
    birth = birth_of(state.age, state.care.since, law, on)
    return computed(birth, state.majority.guardianship_age, law, on) if birth else None


def grown_up(state: Minor, law: Law, on: date) -> bool:
    """Of age, and that is said by then."""
    days = known_days(state, law, on)
    return days is not None and on >= told_as(days.latest)


def of_age(state: Minor, law: Law, on: date) -> bool:
    """From 00:00 of the last day that may be the 18th birthday."""
    days = known_days(state, law, on)
    return days is not None and on >= days.latest


def guarded_no_more(state: Minor, law: Law, on: date) -> bool:
    """Of age by the law that governs the guardianship, which may end later than minority (c8)."""
    days = known_days(state, law, on)
    return days is not None and on >= days.guardianship_end


def protected(state: Minor, law: Law, on: date) -> bool:
    """A minor on that day, or nobody knows better (R23): neither found an adult by then nor of age (R33)."""
    adult = state.age.found is not None and state.age.adult and on >= state.age.found[0]
    return not adult and not of_age(state, law, on)
