"""The suite under faults: separate processes, every connection through a proxy, a workload with its own log, an independent checker.

`make faults` runs all of them (`python -m tests.faults.run --seed 1 --only 2,15`), a part runs in `make test`; one seed is one schedule of
wishes. What became of each is in docs/reliability.md.

To add one: a function in the file of its family, decorated with `@fault(number, name, metrics)`, whose docstring says what is done. It
gets the `World`: hurt it (`world.process`, `world.cluster.parts.links`, `world.sql`) while `world.load()` works, call `world.healed()` when
the fault is over. The runner settles, checks the invariants (checker.py) and the metrics, and gives the next fault a whole cluster.
"""
