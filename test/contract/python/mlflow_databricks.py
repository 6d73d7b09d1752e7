"""MLflow in its Databricks flavour (tracking and Unity Catalog) and the platform's SDK; prints what they saw as one line of JSON."""

import json
import os

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import DatabricksError
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

mlflow.set_tracking_uri("databricks")
client = MlflowClient()
w = WorkspaceClient()
seen = {}


def refusal(call):
    """Class and code of what the client raises."""
    try:
        call()
    except DatabricksError as error:
        return [type(error).__name__, error.error_code]
    except MlflowException as error:
        return ["MlflowException", error.error_code]
    return None


# Tracking.
mlflow.set_experiment("/Workspace/Shared/flavour")
with mlflow.start_run(run_name="first") as run:
    mlflow.log_param("p", 1)
    mlflow.log_metric("nan", float("nan"))
    mlflow.log_metric("auc", 0.5, step=3)
run_id = run.info.run_id
experiment = w.experiments.get_by_name("/Shared/flavour").experiment
seen["experiment"] = [experiment.name, experiment.experiment_id == run.info.experiment_id]
seen["found"] = [each.info.run_name for each in mlflow.search_runs(experiment_names=["/Shared/flavour"], filter_string="params.p = '1'", output_format="list")]
got = w.experiments.get_run(run_id).run
seen["metrics"] = {each.key: str(each.value) for each in got.data.metrics}
seen["history"] = [[each.step, each.value] for each in w.experiments.get_history("auc", run_id=run_id, max_results=10)]
seen["searched"] = [each.info.run_id == run_id for each in w.experiments.search_runs(experiment_ids=[experiment.experiment_id], filter="metrics.auc > 0.4")]
seen["missing_run"] = refusal(lambda: w.experiments.get_run("0" * 32))
seen["bad_filter"] = refusal(lambda: list(w.experiments.search_runs(experiment_ids=[experiment.experiment_id], filter="a ~ 1")))

# The registry of the workspace: stages and requests.
w.model_registry.create_model("churn")
w.model_registry.create_model_version("churn", f"dbfs:/models/{run_id}", run_id=run_id)
w.model_registry.create_transition_request("churn", "1", "Staging", comment="please")
open_requests = list(w.model_registry.list_transition_requests("churn", "1"))
seen["open_requests"] = [[str(each.activity_type), str(each.to_stage), each.comment] for each in open_requests]
approved = w.model_registry.approve_transition_request("churn", "1", "Staging", True, comment="fine").activity
seen["approved"] = [approved.activity_type.value, approved.from_stage, approved.to_stage, approved.comment]
w.model_registry.create_transition_request("churn", "1", "Production")
w.model_registry.reject_transition_request("churn", "1", "Production", comment="no")
w.model_registry.create_transition_request("churn", "1", "Archived")
w.model_registry.delete_transition_request("churn", "1", "Archived", creator=open_requests[0].user_id)
seen["left_open"] = len(list(w.model_registry.list_transition_requests("churn", "1")))
moved = w.model_registry.transition_stage("churn", "1", "Production", True).model_version_databricks
seen["moved"] = [moved.version, moved.current_stage]
model = w.model_registry.get_model("churn").registered_model_databricks
seen["model"] = [model.name, bool(model.id), model.permission_level.value, [each.current_stage for each in model.latest_versions]]
seen["listed"] = [each.name for each in w.model_registry.search_models()]
seen["missing_model"] = refusal(lambda: w.model_registry.get_model("none"))
comment = w.model_registry.create_comment("churn", "1", "well done").comment
w.model_registry.delete_comment(comment.id)

# Unity Catalog: the same model through MLflow and through the platform.
name = "main.ml.churn"
seen["registry_uri"] = client._registry_uri
client.create_registered_model(name, description="in the catalog")
for number in (1, 2):
    # The client itself would upload files to a cloud store here.
    w.api_client.do("POST", "/api/2.0/mlflow/unity-catalog/model-versions/create", body={"name": name, "source": f"dbfs:/{number}", "run_id": run_id})
client.set_registered_model_alias(name, "champion", 1)
w.registered_models.set_alias(name, "champion", 2)
seen["champion"] = client.get_model_version_by_alias(name, "champion").version
catalog_model = w.registered_models.get(name, include_aliases=True)
seen["catalog_model"] = [catalog_model.full_name, catalog_model.comment, [[each.alias_name, each.version_num] for each in catalog_model.aliases]]
client.set_model_version_tag(name, "2", "approval", "Approved")
seen["tags"] = client.get_model_version(name, "2").tags
client.delete_model_version_tag(name, "2", "approval")
version = w.model_versions.get(name, 2, include_aliases=True)
seen["catalog_version"] = [version.version, version.status.value, version.run_id == run_id, len(version.aliases)]
seen["catalog_versions"] = [each.version for each in w.model_versions.list(name)]
seen["found_versions"] = sorted(str(each.version) for each in client.search_model_versions(f"name='{name}'"))
seen["in_schema"] = [each.full_name for each in w.registered_models.list(catalog_name="main", schema_name="ml")]
w.registered_models.delete_alias(name, "champion")
seen["alias_gone"] = refusal(lambda: client.get_model_version_by_alias(name, "champion"))
seen["no_stages"] = refusal(lambda: client.transition_model_version_stage(name, "1", "Production"))
seen["missing_catalog_model"] = refusal(lambda: w.registered_models.get("main.ml.none"))
w.registered_models.delete(name)
seen["deleted"] = refusal(lambda: client.get_registered_model(name))

print(json.dumps(seen))
