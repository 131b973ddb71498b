"""What the calls of a model cost: prices, sums, and a budget that holds before money is spent.

Money is Decimal and never changes its currency unasked: sums are kept apart by currency, and one
is turned into another only by a rate that the user gave.
"""

from writer.costs.budget import Budget, Hold
from writer.costs.money import Money, currency_of, exact, parse_money, parse_rates, shown
from writer.costs.prices import Price, PriceTable, load_prices
from writer.costs.spending import Spent, cost_of, grouped, spent

__all__ = [
    "Budget",
    "Hold",
    "Money",
    "Price",
    "PriceTable",
    "Spent",
    "cost_of",
    "currency_of",
    "exact",
    "grouped",
    "load_prices",
    "parse_money",
    "parse_rates",
    "shown",
    "spent",
]
