"""Addresses of the work, the library and the disclosure log."""
