"""Turns a customer into a row of numbers, each between about -1 and 1."""

NAMES = (
    "tenure",
    "charge",
    "contract_year",
    "contract_two_years",
    "pays_automatically",
)


def features_of(customer):
    """Numbers of one customer, in the order of NAMES."""
    return [
        customer.tenure_months / 36 - 1,
        customer.monthly_charge / 55 - 1.2,
        1.0 if customer.contract == "year" else 0.0,
        1.0 if customer.contract == "two years" else 0.0,
        1.0 if customer.pays_automatically else 0.0,
    ]


def table_of(customers):
    """(rows, labels) of all customers; a label is 1 for a customer who left."""
    return [features_of(each) for each in customers], [int(each.left) for each in customers]
