"""Tracking, artifacts and the registry through the official MLflow client; prints what it saw as one line of JSON."""

import json
import math
import os
import tempfile

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException

mlflow.set_tracking_uri(os.environ["TRACKING_URL"])
client = MlflowClient()
seen = {}


def refusal(call):
    """Error code of the client's exception."""
    try:
        call()
    except MlflowException as error:
        return error.error_code
    return None


# Experiments.
experiment = mlflow.set_experiment("/Shared/contract")
seen["same_experiment"] = mlflow.set_experiment("/Shared/contract").experiment_id == experiment.experiment_id
client.set_experiment_tag(experiment.experiment_id, "team", "churn")
other = client.create_experiment("/Shared/contract-other", tags={"team": "fraud"})
client.delete_experiment(client.create_experiment("/Shared/contract-gone"))
seen["experiments"] = [each.name for each in client.search_experiments(filter_string="name LIKE '/Shared/contract%'", order_by=["name ASC"])]
seen["experiments_of_team"] = [each.name for each in client.search_experiments(filter_string="tags.team = 'fraud'")]
seen["deleted_experiments"] = [each.name for each in client.search_experiments(view_type=ViewType.DELETED_ONLY)]
client.rename_experiment(other, "/Shared/contract-renamed")
seen["renamed"] = client.get_experiment(other).name
seen["no_such_experiment"] = client.get_experiment_by_name("/Shared/none")
seen["experiment_twice"] = refusal(lambda: client.create_experiment("/Shared/contract"))
seen["experiment_missing"] = refusal(lambda: client.get_experiment("123456"))

# One run, the way training code writes it.
with mlflow.start_run(run_name="training", tags={"mlflow.source.git.commit": "abc"}) as run:
    run_id = run.info.run_id
    mlflow.log_param("lr", 0.1)
    mlflow.log_params({"depth": 3, "loss function": "log"})
    mlflow.log_param("lr", 0.1)
    seen["param_changed"] = refusal(lambda: client.log_param(run_id, "lr", 0.2))
    for step, value in enumerate([0.5, 0.7, 0.9]):
        mlflow.log_metric("auc", value, step=step)
    mlflow.log_metrics({"nan": float("nan"), "up": float("inf"), "down": float("-inf"), "tiny": 5e-324})
    mlflow.set_tags({"team": "churn", "stage": "draft"})
    mlflow.delete_tag("stage")
    mlflow.log_dict([1, 2, {"a": None}], "results/rows.json")
    mlflow.log_text("grün", "notes/hällo wörld.txt")
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "model.bin"), "wb") as file:
            file.write(bytes(range(256)))
        mlflow.log_artifacts(folder, "model")
data = client.get_run(run_id).data
seen["status"] = client.get_run(run_id).info.status
seen["params"] = data.params
seen["metrics"] = {key: str(value) for key, value in sorted(data.metrics.items())}
seen["tags"] = {key: data.tags.get(key) for key in ("team", "stage", "mlflow.runName", "mlflow.source.git.commit")}
seen["history"] = [[point.step, point.value] for point in client.get_metric_history(run_id, "auc")]
seen["nan_history"] = [math.isnan(point.value) for point in client.get_metric_history(run_id, "nan")]
seen["artifacts"] = [each.path for each in client.list_artifacts(run_id)]
seen["inner_artifacts"] = [[each.path, each.is_dir, each.file_size] for each in client.list_artifacts(run_id, "model")]
seen["rows"] = mlflow.artifacts.load_dict(f"runs:/{run_id}/results/rows.json")
seen["notes"] = mlflow.artifacts.load_text(f"runs:/{run_id}/notes/hällo wörld.txt")
with tempfile.TemporaryDirectory() as folder:
    with open(mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="model/model.bin", dst_path=folder), "rb") as file:
        seen["bytes_equal"] = file.read() == bytes(range(256))

# Batches and a long history.
long = client.create_run(other, run_name="long").info.run_id
client.log_batch(long, [Metric("loss", step / 10, 1000 + step, step) for step in range(1000)])
client.log_batch(long, [], [Param(f"p{n}", str(n)) for n in range(100)], [RunTag(f"t{n}", str(n)) for n in range(100)])
seen["long_history"] = len(client.get_metric_history(long, "loss"))
seen["params_of_long"] = len(client.get_run(long).data.params)
seen["batch_param_changed"] = refusal(lambda: client.log_batch(long, [], [Param("p1", "x")]))
client.set_terminated(long, "FAILED")
seen["failed"] = client.get_run(long).info.status

# Searching.
for number in range(6):
    each = client.create_run(other, run_name=f"run {number}", start_time=1000 + number, tags={"parity": "Even" if number % 2 == 0 else "odd"})
    client.log_batch(each.info.run_id, [Metric("score", number / 10, 1, 0)] if number < 5 else [], [Param("lr rate", str(number))])
    client.set_terminated(each.info.run_id)


def search(filter_string="", **more):
    """Last letters of the names that are found."""
    return [found.info.run_name[-1] for found in client.search_runs([other], filter_string, **more)]


seen["by_metric"] = search("metrics.score > 0.2", order_by=["metrics.score DESC"])
seen["by_param"] = search("params.`lr rate` != '3' and attributes.run_name LIKE 'run %'", order_by=["params.`lr rate` ASC"])
seen["by_tag"] = search("tags.parity ILIKE 'e%'", order_by=["start_time ASC"])
seen["by_tag_case"] = search("tags.parity LIKE 'e%'")
seen["by_status"] = search("attributes.status = 'FAILED'")
seen["by_null"] = search("params.p1 IS NOT NULL")
seen["by_ids"] = search(f"attributes.run_id IN ('{long}', 'x')")
seen["missing_last"] = search("attributes.run_name LIKE 'run %'", order_by=["metrics.score ASC"])
seen["missing_last_down"] = search("attributes.run_name LIKE 'run %'", order_by=["metrics.score DESC"])
first = client.search_runs([other], "tags.parity != ''", max_results=4, order_by=["attributes.start_time DESC"])
second = client.search_runs([other], "tags.parity != ''", max_results=4, order_by=["attributes.start_time DESC"], page_token=first.token)
seen["pages"] = [[found.info.run_name[-1] for found in page] for page in (first, second)]
seen["last_token"] = second.token or None
seen["frame"] = mlflow.search_runs(experiment_ids=[other], filter_string="metrics.score = 0.4")["params.lr rate"].tolist()
seen["bad_filters"] = [
    refusal(lambda bad=bad: client.search_runs([other], bad))
    for bad in ("metrics.score > 'a'", "metrics.a > 1 OR metrics.b > 1", "colour = 'red'", "params.a = 3", "run_name IN ('a')", "tags.a > 'b'")
]
seen["bad_order"] = refusal(lambda: client.search_runs([other], order_by=["metrics.a sideways"]))
client.delete_run(long)
seen["deleted_hidden"] = search("attributes.status = 'FAILED'")
seen["deleted_seen"] = search("attributes.status = 'FAILED'", run_view_type=ViewType.DELETED_ONLY)
seen["deleted_written"] = refusal(lambda: client.set_tag(long, "a", "b"))
client.restore_run(long)
seen["run_missing"] = refusal(lambda: client.get_run("0" * 32))

# Data sets.
import pandas  # noqa: E402  (the client needs it for data sets only)

with mlflow.start_run(run_name="data") as run:
    mlflow.log_input(mlflow.data.from_pandas(pandas.DataFrame({"x": [1, 2]}), name="customers"), context="training")
inputs = client.get_run(run.info.run_id).inputs.dataset_inputs
seen["inputs"] = [[each.dataset.name, [tag.value for tag in each.tags]] for each in inputs]
seen["by_dataset"] = [found.info.run_name for found in client.search_runs([experiment.experiment_id], "datasets.name = 'customers'")]

# A model of MLflow 3, logged, registered and loaded again.


class Echo(mlflow.pyfunc.PythonModel):
    """Answers what it was asked."""

    def predict(self, context, model_input, params=None):
        return model_input


with mlflow.start_run():
    mlflow.pyfunc.log_model(name="echo", python_model=Echo(), registered_model_name="echo", pip_requirements=[])
seen["loaded"] = mlflow.pyfunc.load_model("models:/echo/1").predict([7])
found = mlflow.search_logged_models([experiment.experiment_id], filter_string="name = 'echo'", output_format="list")
seen["logged_models"] = [[each.name, str(each.status)] for each in found]

# The registry.
client.create_registered_model("churn", tags={"owner": "team"}, description="who leaves")
seen["model_twice"] = refusal(lambda: client.create_registered_model("churn"))
for number in range(3):
    version = client.create_model_version("churn", f"runs:/{run_id}/model", run_id, tags={"n": str(number)})
version = client.get_model_version("churn", version.version)
seen["version"] = [version.version, version.status, version.current_stage]
client.set_registered_model_alias("churn", "champion", "2")
client.set_registered_model_alias("churn", "champion", "3")
client.set_registered_model_alias("churn", "challenger", "2")
seen["champion"] = client.get_model_version_by_alias("churn", "champion").version
seen["aliases"] = client.get_registered_model("churn").aliases
client.delete_registered_model_alias("churn", "challenger")
seen["alias_gone"] = refusal(lambda: client.get_model_version_by_alias("churn", "challenger"))
seen["alias_reserved"] = refusal(lambda: client.set_registered_model_alias("churn", "latest", "1"))
client.set_model_version_tag("churn", "1", "verdict", "green")
client.delete_model_version_tag("churn", "1", "n")
client.update_model_version("churn", "1", description="the first")
one = client.get_model_version("churn", "1")
seen["one"] = [one.description, one.tags, one.run_id == run_id]
seen["versions"] = [int(each.version) for each in client.search_model_versions("name = 'churn'", order_by=["version_number DESC"])]
seen["versions_of_run"] = len(client.search_model_versions(f"run_id = '{run_id}'"))
seen["by_version_tag"] = [int(each.version) for each in client.search_model_versions("name = 'churn' and tags.n = '1'")]
seen["models"] = [each.name for each in client.search_registered_models("name ILIKE 'CH%'")]
client.transition_model_version_stage("churn", "1", "Production")
client.transition_model_version_stage("churn", "2", "Production", archive_existing_versions=True)
seen["stages"] = [client.get_model_version("churn", number).current_stage for number in ("1", "2", "3")]
seen["in_production"] = [int(each.version) for each in client.get_latest_versions("churn", ["Production"])]
seen["download"] = client.get_model_version_download_uri("churn", "1") == f"runs:/{run_id}/model"
client.delete_model_version("churn", "3")
seen["champion_gone"] = refusal(lambda: client.get_model_version_by_alias("churn", "champion"))
seen["version_missing"] = refusal(lambda: client.get_model_version("churn", "3"))
client.rename_registered_model("churn", "churn-2")
seen["renamed_versions"] = len(client.search_model_versions("name = 'churn-2'"))
client.delete_registered_model("churn-2")
seen["model_missing"] = refusal(lambda: client.get_registered_model("churn-2"))

print(json.dumps(seen))
