"""Real faults on real processes: what is killed, hung, wiped or restarted loses nothing."""
