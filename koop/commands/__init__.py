"""The operator's commands, a module per group. Each imports what it needs when it runs: `koop --help` starts fast."""
