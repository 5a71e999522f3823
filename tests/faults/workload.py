"""Two desks of people and the partners, working at once until they are told to stop; what they were about is then brought to its end."""

import threading
import time
from collections.abc import Callable
from itertools import count
from random import Random

from tests.faults import wishes as w
from tests.faults.cluster import Cluster
from tests.faults.doors import Desk, Partner
from tests.faults.oplog import Op, OpLog
from tests.faults.wishes import Subjects, Wish

CONFLICTING, INVALID = 0.05, 0.02
PACE_SECONDS = 0.04
DESKS = 2


class Workload:
    """One seed is one list of wishes; only when they are said depends on the machine."""

    def __init__(self, cluster: Cluster, seed: int) -> None:
        self.seed = seed
        self.log = OpLog(cluster.logs / "operations.jsonl")
        self.subjects = Subjects(canary=f"Zephyrinaut{seed:06}")
        self.giving_up = threading.Event()
        self._desk = Desk(cluster.url, cluster.tokens, self.log, self.giving_up)
        speakers = ("jmd", *w.WELFARE)
        self._partners = {
            name: Partner(name, cluster.partner(name), cluster.topology.facts_topic(name), self.log, self.giving_up) for name in speakers
        }
        self._numbers = {"desk": count(), "partner": count()}
        self._turn = threading.Lock()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def populate(self, persons: int = 8, volunteers: int = 8, referrals: int = 6) -> None:
        chance = Random(f"{self.seed}/population")
        for _ in range(persons):
            self.say(w.person(chance, self.subjects.canary))
        for _ in range(volunteers):
            self.say(w.volunteer(chance))
        for _ in range(referrals):
            self.say(w.referral(chance, w.some(chance, self.subjects.persons)))

    def say(self, wish: Wish) -> None:
        """Returns when its outcome is known, or nobody waits for it any more."""
        if wish.op.fact:
            self._partners[wish.op.door].state(wish.op, wish.subject, wish.body)
            return
        said = self._desk.send(wish.op, wish.account, wish.path, wish.body)
        if said is not None:
            self._remember(wish, said.get("person"))

    def publish(self, partner: str, op: Op, value: bytes, headers: list[tuple[str, bytes]]) -> None:
        """Whatever bytes, by a partner's own login, beside its usual work."""
        other = Partner(partner, self._partners[partner].login, self._partners[partner].topic, self.log, self.giving_up)
        try:
            other.publish(op, value, headers)
        finally:
            other.close()

    def start(self) -> None:
        self._stopping.clear()
        self._threads = [threading.Thread(target=self._work, args=("desk", self._command), daemon=True) for _ in range(DESKS)]
        self._threads.append(threading.Thread(target=self._work, args=("partner", self._fact), daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """No new wishes; those that were said are brought to their end."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(180)
        self._threads.clear()

    def more(self, acked: int, seconds: float = 90) -> None:
        """Wait until so many more have been accepted. Raises AssertionError."""
        wanted, until = self.log.counts["acked"] + acked, time.monotonic() + seconds
        while self.log.counts["acked"] < wanted:
            assert time.monotonic() < until, f"only {self.log.counts} after {seconds:.0f} s"
            time.sleep(0.05)

    def close(self) -> None:
        self.giving_up.set()
        self.stop()
        for partner in self._partners.values():
            partner.close()
        self.log.close()

    def _work(self, who: str, wish: Callable[[Random], Wish]) -> None:
        while not self._stopping.is_set():
            with self._turn:
                one = wish(Random(f"{self.seed}/{who}/{next(self._numbers[who])}"))
            twin = threading.Thread(target=self.say, args=(one.twin,)) if one.twin else None
            if twin:
                twin.start()
            self.say(one)
            if twin:
                twin.join()
            self._stopping.wait(PACE_SECONDS)

    def _command(self, chance: Random) -> Wish:
        subjects = self.subjects
        draw = chance.random()
        if draw < CONFLICTING:
            about = w.some(chance, subjects.volunteers)
            one, other = w.hours(chance, about), w.hours(chance, about)
            return Wish(one.op, one.body, one.account, twin=other)
        if draw < 0.45:
            return w.hours(chance, w.some(chance, subjects.volunteers))
        if draw < 0.60:
            return w.moved(chance, w.some(chance, subjects.persons))
        if draw < 0.75:
            return w.step(chance, w.some(chance, subjects.referrals))
        if draw < 0.85:
            return w.referral(chance, w.some(chance, subjects.persons))
        return w.volunteer(chance) if draw < 0.92 else w.person(chance, subjects.canary)

    def _fact(self, chance: Random) -> Wish:
        subjects = self.subjects
        draw = chance.random()
        if draw < INVALID:
            return w.wrong(chance, subjects)
        if draw < 0.4:
            return w.offered(chance, w.some(chance, subjects.persons))
        if draw < 0.7:
            return w.attended(chance, w.some(chance, subjects.persons))
        return w.told_hours(chance, w.some(chance, subjects.volunteers))

    def _remember(self, wish: Wish, person: str | None) -> None:
        partner = wish.account.partition("@")[2]
        with self._turn:
            match wish.op.kind:
                case "RegisterPerson":
                    self.subjects.persons.append(str(person))
                case "RegisterVolunteer":
                    self.subjects.volunteers.append((wish.body["volunteer"], partner))
                case "SendReferral":
                    self.subjects.referrals.append((wish.body["referral"], wish.body["recipient"]))
