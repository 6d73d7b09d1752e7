"""Makes customers that behave like real ones: the same seed gives the same customers on every machine."""

import hashlib
import math
import random
from dataclasses import astuple, dataclass

CONTRACTS = ("month", "year", "two years")


@dataclass(frozen=True)
class Customer:
    tenure_months: int
    monthly_charge: float
    support_calls: int
    contract: str
    pays_automatically: bool
    left: bool


def make_customers(rows, seed):
    """`rows` customers, drawn with this seed."""
    draw = random.Random(seed)
    return [_customer(draw) for _ in range(rows)]


def split(customers, test_share=0.3):
    """(training, test): every k-th customer is kept for the test."""
    step = max(2, round(1 / test_share))
    test = customers[::step]
    train = [customer for place, customer in enumerate(customers) if place % step]
    return train, test


def id_of(customer):
    """Name of a customer made of nothing but what is known of them: the same one is called the same in every training."""
    return hashlib.sha256(repr(astuple(customer)).encode()).hexdigest()[:12]


def digest_of(customers):
    """Short fingerprint of the data: equal customers have equal ones."""
    return hashlib.sha256(" ".join(map(id_of, customers)).encode()).hexdigest()[:12]


def _customer(draw):
    tenure = 1 + int(71 * draw.random() ** 1.6)
    charge = round(20 + 90 * draw.random(), 2)
    contract = CONTRACTS[min(2, int(draw.random() * 2 + draw.random() * tenure / 48))]
    automatic = draw.random() < 0.45
    calls = int(7 * draw.random() ** 2.2)
    # People leave when they pay much, are bound to nothing, and had to call often within a short time.
    pull = (
        -1.5
        + 0.026 * (charge - 60)
        - 0.018 * tenure
        + {"month": 1.0, "year": -0.5, "two years": -1.6}[contract]
        - 0.5 * automatic
        + 9.0 * min(1.0, calls / (tenure + 4.0))
    )
    left = draw.random() < 1 / (1 + math.exp(-1.35 * pull))
    return Customer(tenure, charge, calls, contract, automatic, left)
