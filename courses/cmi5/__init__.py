"""cmi5 (and its ancestor, xAPI packages with a tincan.xml) in pure Python: no Django here.

Sections named in docstrings ("cmi5 13.1.4") are those of the specification, Quartz, 1st edition.
"""
