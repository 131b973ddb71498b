"""What a run with a model bears: time, faults, kills. `python -m evals.endurance`.

Measured against the scripted server in a process of its own, with the small format and facts that
the tests use. Figures as last measured are in docs/ENDURANCE.md.
"""
