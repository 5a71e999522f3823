"""Defects to be put into a process of the suite, for tests only: an entry module takes the place of the usual one, makes the
defect that KOOP_PLANTED names, and then runs what it stands for. Nothing of it is in the product's code.
"""
