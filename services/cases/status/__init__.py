"""Status der Person. Read in the order of a procedure: decision, service, appeal, finality, revocation, papers; then
asylum_benefits.py for what follows under the AsylbLG, contradiction.py for two who say different things, status.py for the whole.
"""
