"""The gate: what a response still lacks, or has wrong, before it may go on.

``dossier`` is the value that the rules read, ``finding`` what they say, ``rule`` how one is
declared, ``rules`` all of them, ``judging`` how they are asked; these know no rows and no clock.
``gathering`` makes a dossier of the rows of a draft and ``versions`` judges what was frozen with a
version, both with the ``circumstances`` of the day; ``table`` is the list of all rules.
"""
