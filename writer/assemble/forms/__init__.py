"""The standard forms as table blocks, filled from the facts; `tables` names them."""
