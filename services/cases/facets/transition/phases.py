"""A person's change-over, by what was reached last. `left`: for another benefit or none. To confirm or correct an end opens it anew."""

from services.cases.facets.transition.applying import Sgb2ApplicationReceived
from services.cases.facets.transition.benefits import BenefitGranted, FirstPaymentConfirmed
from services.cases.facets.transition.causes import CompetenceDisputed
from services.cases.facets.transition.closing import TransitionClosed, TransitionLeft
from services.cases.facets.transition.confirming import (
    ProposalWithdrawn,
    QuestionSettled,
    TransitionConfirmed,
    TransitionCorrected,
    TransitionProposed,
    TransitionReverted,
)
from services.cases.facets.transition.state import Transition
from shared.contracts.codes_transition import TransitionQuestion
from shared.messages import Event


def phase(state: Transition) -> str:
    reached = {
        "left": state.exit is not None,
        "closed": state.closed is not None,
        "paid": state.confirmed is not None and state.benefits.paid is not None,
        "granted": state.confirmed is not None and state.benefits.granted is not None,
        "applied": state.confirmed is not None and state.application.received is not None,
        "confirmed": state.confirmed is not None,
        "disputed": TransitionQuestion.DISPUTED in state.asked,
        "proposed": state.proposed is not None,
    }
    return next((name for name, is_so in reached.items() if is_so), "[*]")


TRANSITIONS: dict[tuple[str, type[Event]], frozenset[str]] = {
    ("[*]", CompetenceDisputed): frozenset({"disputed"}),
    ("[*]", TransitionConfirmed): frozenset({"applied", "confirmed", "granted", "paid"}),
    ("[*]", TransitionLeft): frozenset({"left"}),
    ("[*]", TransitionProposed): frozenset({"proposed"}),
    ("applied", BenefitGranted): frozenset({"granted"}),
    ("applied", FirstPaymentConfirmed): frozenset({"paid"}),
    ("applied", TransitionLeft): frozenset({"left"}),
    ("applied", TransitionReverted): frozenset({"[*]"}),
    ("closed", TransitionCorrected): frozenset({"paid"}),
    ("closed", TransitionReverted): frozenset({"[*]"}),
    ("confirmed", BenefitGranted): frozenset({"granted"}),
    ("confirmed", FirstPaymentConfirmed): frozenset({"paid"}),
    ("confirmed", TransitionLeft): frozenset({"left"}),
    ("confirmed", TransitionReverted): frozenset({"[*]"}),
    ("confirmed", Sgb2ApplicationReceived): frozenset({"applied"}),
    ("disputed", TransitionConfirmed): frozenset({"applied", "confirmed", "granted", "paid"}),
    ("disputed", TransitionLeft): frozenset({"left"}),
    ("disputed", QuestionSettled): frozenset({"[*]", "proposed"}),
    ("granted", FirstPaymentConfirmed): frozenset({"paid"}),
    ("granted", TransitionLeft): frozenset({"left"}),
    ("granted", TransitionReverted): frozenset({"[*]"}),
    ("left", TransitionConfirmed): frozenset({"applied", "confirmed", "granted", "paid"}),
    ("left", TransitionCorrected): frozenset({"applied", "confirmed", "granted", "paid"}),
    ("left", TransitionReverted): frozenset({"[*]"}),
    ("paid", TransitionClosed): frozenset({"closed"}),
    ("paid", TransitionLeft): frozenset({"left"}),
    ("paid", TransitionReverted): frozenset({"[*]"}),
    ("proposed", CompetenceDisputed): frozenset({"disputed"}),
    ("proposed", TransitionConfirmed): frozenset({"applied", "confirmed", "granted", "paid"}),
    ("proposed", TransitionLeft): frozenset({"left"}),
    ("proposed", ProposalWithdrawn): frozenset({"[*]"}),
}
"""By phase and event. Held to the decider by random walks, drawn in docs/states.md."""
