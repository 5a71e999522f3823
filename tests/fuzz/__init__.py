"""Bad input by the thousand, at every door: HTTP, partners' facts, the operator's tool.

About a thousand cases in `make test`, always the same; `make fuzz` runs as many as FUZZ says (10 000 unless told), each time others.
"""
