"""Trains by turns what a churn project trains, on an MLflow server, through the official client: runs with metrics, rows and a data
digest, registered as versions. With ALIAS it only looks: who holds the alias, and what stands on the versions. Prints JSON."""

import json
import os
import random

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Dataset, DatasetInput
from mlflow.exceptions import MlflowException

mlflow.set_tracking_uri(os.environ["TRACKING_URL"])
client = MlflowClient()
NAME = "churn"


def train(noise, commit, epochs):
    """One version. The rows are the same for every version, so that losses pair."""
    dice = random.Random(5)
    losses = [0.3 + 0.2 * dice.random() for _ in range(200)]
    own = random.Random(epochs)
    losses = [loss + noise * (0.5 + own.random()) for loss in losses]
    with mlflow.start_run(run_name=f"epochs-{epochs}") as run:
        mlflow.set_tags({"mlflow.source.git.commit": commit, "mlflow.user": "dan", "data.date": "2026-11-20"})
        client.log_inputs(run.info.run_id, datasets=[DatasetInput(Dataset("customers", "5f1c9a", "local", "{}"))])
        mlflow.log_params({"epochs": epochs, "learning_rate": 0.1, "test_rows": len(losses)})
        for step in range(6):
            mlflow.log_metric("auc", 0.7 + 0.02 * step - noise, step=step)
        mlflow.log_metric("loss", sum(losses) / len(losses))
        mlflow.log_dict({"rows": [f"c{n}" for n in range(len(losses))], "loss": losses}, "eval/rows.json")
        source = f"{run.info.artifact_uri}/model"
    return client.create_model_version(NAME, source, run.info.run_id).version


if "ALIAS" in os.environ:
    try:
        held = client.get_model_version_by_alias(NAME, os.environ["ALIAS"]).version
    except MlflowException as error:
        held = error.error_code
    tags = {each.version: each.tags for each in client.search_model_versions(f"name='{NAME}'")}
    print(json.dumps({"held": str(held), "tags": tags}))
else:
    mlflow.set_experiment("/Shared/churn")
    client.create_registered_model(NAME)
    made = [train(0.05, os.environ["FIRST_COMMIT"], 20), train(0.01, os.environ["SECOND_COMMIT"], 40), train(0.09, os.environ["SECOND_COMMIT"], 5)]
    print(json.dumps({"versions": [str(each) for each in made]}))
