"""Integration tests: from customers to a metric that MLflow gives back."""

from churn.tracking import open_tracking
from churn.train import Settings, train

SETTINGS = Settings(rows=600, epochs=25)
EXPERIMENT = "/Shared/churn-integration"

state = {"tags": {}}


def test_trains_on_a_small_sample(results):
    state["trained"] = train(SETTINGS)
    value = state["trained"].metrics["auc"]
    results.metric("auc on 600 rows", value, limit=0.75)
    assert value >= 0.75, f"auc {value:.3f} is below 0.75"


def test_logs_to_mlflow():
    tracking = open_tracking()
    run = tracking.start(tracking.experiment(EXPERIMENT), "integration test", state["tags"])
    trained = state["trained"]
    tracking.log(run, vars(SETTINGS), trained.history, trained.metrics)
    tracking.finish(run)
    state["run"] = run
    assert run, "MLflow gave the run no id"


def test_reads_the_metric_back():
    value = open_tracking().metric(state["run"], "auc")
    expected = state["trained"].metrics["auc"]
    assert value is not None and abs(value - expected) < 1e-9, f"logged auc {expected}, MLflow has {value}"
