"""Rechtskreiswechsel: from AsylbLG to SGB II, by one person, never for a household (R8). The system proposes, an official confirms."""
