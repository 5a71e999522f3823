"""The delivery path as a small model, searched to its end: every order of steps, and every fault in every place.

Two writers append, two relays forward, two readers apply what arrives; one record cannot be read until the code is mended. Ids are drawn
and lost, leases run out under a relay that only sleeps, acknowledgements get lost, any process dies between any two steps, the partition
changes hands. `actions.py` has one function per step, each named after the line of the product that it stands for; `properties.py` says
what must hold; `search.py` visits every state there is and gives the shortest way to one that does not hold.

What the tests on real parts sample, this enumerates; what it leaves out (bytes, clocks, Kafka's own replication) they have.
A planted bug (`Plant`) takes one safeguard away: the search must then find the loss, or it would find nothing at all.
"""
