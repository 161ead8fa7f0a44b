"""The search of the disclosure log: words, queries, snippets, and one engine a database.

``words``, ``query``, ``snippets`` and ``document`` are pure and decide everything a reader can
notice; an engine only looks up words that are stems already. See README.md in this folder.
"""
