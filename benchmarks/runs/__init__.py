"""What is timed. Each function is called once, alone in a fresh process, with the ground it stands on, and returns figures by name."""
