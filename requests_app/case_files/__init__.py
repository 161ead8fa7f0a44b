"""Case files: one documented JSON form of a whole case, read and written.

``case.schema.json`` describes every field. ``reading`` turns text into a ``CaseFile`` or says what
is wrong with it; ``loading`` brings a ``CaseFile`` in through the same verbs as the browser
(``drafts``, then ``versions``, or ``statuses`` of a file without versions, then ``following``);
``writing`` makes one from a case. Nothing here knows a page.
"""
