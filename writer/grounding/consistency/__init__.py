"""What the rules that need no facts (CS2xx, DC3xx) share: a report held against itself.

Each module reads one thing out of the checked text, once for all rules: `claims` (what each
number is said to be), `parts` (totals and their parts), `changes` (rates, growth, differences),
`listings`, `moments`, `tables`, `outline` (heading numbers), `repeats`, `names`. All are linear
in the text but for sorting.
"""
