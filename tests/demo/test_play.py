"""A year that was cut off is played on: it counts as played only when its last afternoon is over."""

from datetime import UTC, datetime

import psycopg

from demo.play import played
from shared.clock import set_clock


def test_the_last_afternoon_is_not_yet_the_end(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        set_clock(connection, datetime(2017, 6, 30, 14, tzinfo=UTC), running=False)  # 16:00 in Kaiserslautern
        assert not played(connection)
        set_clock(connection, datetime(2017, 6, 30, 16, tzinfo=UTC), running=False)
        assert played(connection)
