"""From a ``Response`` to HTML and PDF. It knows values and templates, no rows and no clock."""
