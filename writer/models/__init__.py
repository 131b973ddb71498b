"""Speaking to a model server: one question in, one answer or one explained failure out.

model     the facade: stored answers first, then the server, within limits, with retries
client    the only importer of openai and instructor, inside functions
transport TLS, proxies, and a time limit for a whole answer
retrying  the retries that a run may spend in all, and how long to wait before one
pricing   what tokens cost, and the budget of a run
limits    how many calls at once and a minute
"""

from writer.models.client import load_ahead, served_models
from writer.models.model import Model, Usage
from writer.models.pricing import budget_of, price_of

__all__ = ["Model", "Usage", "budget_of", "load_ahead", "price_of", "served_models"]
