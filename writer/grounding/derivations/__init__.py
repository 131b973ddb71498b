"""From a relation in words to the derived figures that it can mean.

`by_relation` has the table: for each kind of relation one function (index, scope, link, mention,
subjects) → figures of the subjects named, and for some another, without subjects, for what was
just stated. One module a kind: `changes`, `shares`, `rates`, `totals`, `remainders`, `averages`,
`multiples`. The operands are the figures of the subjects that the sentence names or carries over,
in the bases and periods that it names; what is not named is tried in the few ways that the
relation allows (`operands`).
"""
