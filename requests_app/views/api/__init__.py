"""The log for programs: JSON under ``/api/v1/``, read-only, the same for everybody.

It tells what the pages tell and is made from the same reads: ``requests_app.search``,
``requests_app.publishing`` and ``requests_app.corrections``.
"""
