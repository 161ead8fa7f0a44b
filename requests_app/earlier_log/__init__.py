"""The log that an authority had before: its lines, and each as a response. Pure."""
