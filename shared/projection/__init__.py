"""Keeping read models: batches, lanes, versions, rebuild. Generic; a service brings its views."""
