"""WordprocessingML of a report: parts/ holds the fixed parts, the modules make the others.

Written directly, without python-docx: every attribute that GB/T 9704 asks for is one that it
does not cover, its template brings blue headings and theme fonts along, and its comments carry
a clock. Tests read the result back with python-docx.
"""
