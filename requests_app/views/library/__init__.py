"""The wording library and the authority's particulars, one module a group of pages."""
