"""The read models. Each file is one: what it reads, how it folds, its rows, its queries."""

from typing import Any

from services.reporting.views import cooperation, language, minors, referrals, transition, volunteers
from shared.read_model import View

VIEWS: tuple[View[Any], ...] = (language.VIEW, transition.VIEW, minors.VIEW, referrals.VIEW, volunteers.VIEW, cooperation.VIEW)
