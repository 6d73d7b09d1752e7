"""Logistic regression by gradient descent with momentum, in plain Python."""

import math
from dataclasses import dataclass, field

from churn.data import digest_of, id_of, make_customers, split
from churn.features import table_of
from churn.metrics import accuracy, auc, log_loss, log_losses


@dataclass(frozen=True)
class Settings:
    learning_rate: float = 0.8
    epochs: int = 60
    l2: float = 0.0005
    rows: int = 2400
    seed: int = 7


@dataclass
class Trained:
    weights: list
    metrics: dict
    history: list = field(default_factory=list)
    """(step, {"loss": …, "auc": …}) along the way."""
    digest: str = ""
    """Fingerprint of the customers: figures of two trainings compare only when it is the same."""
    rows: dict = field(default_factory=dict)
    """The loss of each test customer, so that two models can be compared row by row."""


def score(weights, row):
    """Chance that the customer leaves."""
    total = weights[0]
    for weight, value in zip(weights[1:], row):
        total += weight * value
    return 1 / (1 + math.exp(-total)) if total > -700 else 0.0


def train(settings, log_every=5):
    """Trains on freshly made customers and measures on those kept for the test."""
    customers = make_customers(settings.rows, settings.seed)
    learn, test = split(customers)
    rows, labels = table_of(learn)
    test_rows, test_labels = table_of(test)
    weights = [0.0] * (len(rows[0]) + 1)
    speed = [0.0] * len(weights)
    history = []
    for step in range(settings.epochs + 1):
        scores = [score(weights, row) for row in rows]
        if step % log_every == 0 or step == settings.epochs:
            seen = [score(weights, row) for row in test_rows]
            history.append((step, {"loss": log_loss(labels, scores), "auc": auc(test_labels, seen)}))
        if step == settings.epochs:
            break
        slope = _slope(weights, rows, labels, scores, settings.l2)
        for place, value in enumerate(slope):
            speed[place] = 0.6 * speed[place] - settings.learning_rate * value
            weights[place] += speed[place]
    final = [score(weights, row) for row in test_rows]
    metrics = {"auc": auc(test_labels, final), "accuracy": accuracy(test_labels, final)}
    losses = [round(loss, 6) for loss in log_losses(test_labels, final)]
    results = {"rows": [id_of(customer) for customer in test], "loss": losses}
    return Trained(weights, metrics, history, digest_of(customers), results)


def _slope(weights, rows, labels, scores, l2):
    slope = [0.0] * len(weights)
    for row, label, guess in zip(rows, labels, scores):
        miss = guess - label
        slope[0] += miss
        for place, value in enumerate(row, start=1):
            slope[place] += miss * value
    count = len(rows)
    return [value / count + (l2 * weights[place] if place else 0.0) for place, value in enumerate(slope)]
