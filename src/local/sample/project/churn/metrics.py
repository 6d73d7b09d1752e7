"""How good are the scores? Areas, shares and losses."""

import math


def auc(labels, scores):
    """Area under the ROC curve: the chance that a leaver scores above a stayer; equal scores count half."""
    order = sorted(range(len(scores)), key=lambda place: scores[place])
    positives = sum(labels)
    negatives = len(labels) - positives
    if positives == 0 or negatives == 0:
        raise ValueError("auc needs leavers and stayers")
    ranks = 0.0
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and scores[order[end]] == scores[order[start]]:
            end += 1
        shared = (start + 1 + end) / 2
        ranks += shared * sum(labels[place] for place in order[start:end])
        start = end
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def accuracy(labels, scores, threshold=0.5):
    """Share of customers on the right side of the threshold."""
    right = sum((score >= threshold) == bool(label) for label, score in zip(labels, scores))
    return right / len(labels)


def log_losses(labels, scores):
    """The surprise of each row; 0 is perfect."""
    tiny = 1e-12
    return [-math.log(max(tiny, score if label else 1 - score)) for label, score in zip(labels, scores)]


def log_loss(labels, scores):
    """Mean surprise; 0 is perfect."""
    return sum(log_losses(labels, scores)) / len(labels)
