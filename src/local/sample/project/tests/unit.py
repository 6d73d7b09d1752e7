"""Unit tests of the churn model. Each is a plain function; one asks for `results` to note the metric that it holds to a limit."""

from churn.data import make_customers, split
from churn.features import NAMES, features_of, table_of
from churn.metrics import accuracy, auc, log_loss
from churn.train import Settings, train

LOWEST_AUC = 0.80


def test_same_seed_makes_the_same_customers():
    assert make_customers(50, seed=3) == make_customers(50, seed=3), "two draws with seed 3 differ"
    assert make_customers(50, seed=3) != make_customers(50, seed=4), "seed 4 drew the customers of seed 3"


def test_about_a_quarter_of_customers_leave():
    customers = make_customers(2000, seed=7)
    share = sum(each.left for each in customers) / len(customers)
    assert 0.2 < share < 0.35, f"{share:.1%} of the customers leave"


def test_split_keeps_customers_apart():
    customers = make_customers(90, seed=1)
    learn, test = split(customers)
    assert len(learn) + len(test) == 90, f"{len(learn)} and {len(test)} are not 90 customers"
    assert len(test) == 30, f"{len(test)} of 90 customers are kept for the test"


def test_features_have_names_and_similar_sizes():
    for row in table_of(make_customers(300, seed=2))[0]:
        assert len(row) == len(NAMES), f"{len(row)} features have {len(NAMES)} names"
        assert all(-1.5 <= value <= 1.5 for value in row), f"a feature is out of scale in {row}"


def test_features_do_not_know_the_label():
    customer = make_customers(1, seed=5)[0]
    other = type(customer)(**{**vars(customer), "left": not customer.left})
    assert features_of(customer) == features_of(other), "the label leaks into the features"


def test_auc_counts_ties_as_half():
    assert auc([0, 0, 1], [0.1, 0.2, 0.9]) == 1.0, "a perfect order has an auc of 1"
    tied = auc([0, 1], [0.5, 0.5])
    assert tied == 0.5, f"auc of two equal scores should be 0.5, was {tied}"


def test_accuracy_and_loss_of_sure_scores():
    assert accuracy([1, 0, 1, 0], [0.9, 0.1, 0.2, 0.3]) == 0.75, "three of four are right"
    assert log_loss([1, 0], [1.0, 0.0]) < 1e-9, "sure and right is no surprise"


def test_training_lowers_the_loss():
    history = train(Settings(rows=400, epochs=20)).history
    first, last = history[0][1]["loss"], history[-1][1]["loss"]
    assert last < first - 0.05, f"the loss went from {first:.3f} to {last:.3f}"


def test_model_ranks_leavers_first(results):
    value = train(Settings()).metrics["auc"]
    results.metric("auc", value, limit=LOWEST_AUC)
    assert value >= LOWEST_AUC, f"auc {value:.3f} is below {LOWEST_AUC}"
