"""What a check found, for people and for other programs: one module an output.

terminal  sentence, caret, expected figure, as a good compiler shows them
jsons     the fixed contract of `draft check --output json`
sarif     SARIF 2.1.0, for code hosts and editors
html      the report with every number coloured, in one file
docx      the same document back with comments

Each takes a Checked (one report) and gives text or bytes; none writes a file or decides anything.
"""
