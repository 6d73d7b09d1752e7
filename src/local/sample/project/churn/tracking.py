"""Writes runs to MLflow: through the mlflow package where it is quick to have, else through its REST API.

Quick means that the runtime has loaded it already or brings it along (a Databricks cluster does); elsewhere importing it takes
longer than a whole training.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


def open_tracking():
    """The way to MLflow from here."""
    if "mlflow" in sys.modules or os.environ.get("DATABRICKS_RUNTIME_VERSION"):
        try:
            return PackageTracking()
        except ImportError:
            pass
    return RestTracking()


def current_commit(folder="."):
    """Full id of the commit that is checked out around `folder`, or None."""
    folder = os.path.abspath(folder)
    while not os.path.exists(os.path.join(folder, ".git", "HEAD")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    head = _text(os.path.join(folder, ".git", "HEAD"))
    if not head.startswith("ref: "):
        return head
    ref = head[5:]
    loose = os.path.join(folder, ".git", *ref.split("/"))
    if os.path.exists(loose):
        return _text(loose)
    for line in _text(os.path.join(folder, ".git", "packed-refs")).splitlines():
        if line.endswith(" " + ref):
            return line.split(" ")[0]
    return None


class RestTracking:
    """MLflow over HTTP with nothing but the standard library."""

    def __init__(self):
        uri = os.environ.get("MLFLOW_TRACKING_URI", "")
        host = uri if uri.startswith("http") else os.environ.get("DATABRICKS_HOST", "")
        if not host:
            raise RuntimeError("set MLFLOW_TRACKING_URI or DATABRICKS_HOST to the address of MLflow")
        self.base = host.rstrip("/") + "/api/2.0/mlflow/"
        self.token = os.environ.get("MLFLOW_TRACKING_TOKEN") or os.environ.get("DATABRICKS_TOKEN", "")

    def experiment(self, name):
        """Id of the experiment with this name, made when it is missing."""
        try:
            return self._experiment_named(name)
        except MlflowError as error:
            if error.code != "RESOURCE_DOES_NOT_EXIST":
                raise
        try:
            return self._call("POST", "experiments/create", {"name": name})["experiment_id"]
        except MlflowError as error:
            # Somebody else made it in between.
            if error.code not in ("RESOURCE_ALREADY_EXISTS", "ALREADY_EXISTS"):
                raise
            return self._experiment_named(name)

    def start(self, experiment_id, name, tags):
        """Id of a new run."""
        body = {
            "experiment_id": experiment_id,
            "run_name": name,
            "start_time": _now(),
            "tags": _pairs({"mlflow.runName": name, **tags}),
        }
        if "mlflow.user" in tags:
            body["user_id"] = tags["mlflow.user"]
        return self._call("POST", "runs/create", body)["run"]["info"]["run_id"]

    def log(self, run_id, params, history, metrics):
        """Params, metrics along the way as (step, {name: value}), and final metrics at the last step."""
        moment = _now()
        last = history[-1][0] if history else 0
        points = [(step, key, value) for step, values in history for key, value in values.items()]
        points += [(last, key, value) for key, value in metrics.items() if not history or key not in history[-1][1]]
        batch = [{"key": key, "value": value, "timestamp": moment, "step": step} for step, key, value in points]
        body = {"run_id": run_id, "params": _pairs(params), "metrics": batch[:900]}
        self._call("POST", "runs/log-batch", body)

    def tag(self, run_id, tags):
        for key, value in tags.items():
            self._call("POST", "runs/set-tag", {"run_id": run_id, "key": key, "value": str(value)})

    def artifact(self, run_id, path, content):
        """Stores content as a JSON file of the run, where MLflow itself keeps the files. Elsewhere it is left out."""
        root = self._call("GET", "runs/get", {"run_id": run_id})["run"]["info"].get("artifact_uri", "")
        if not root.startswith("mlflow-artifacts:"):
            print(f"{path} was not stored: {root.split(':')[0]} needs the mlflow package")
            return
        place = "/".join(part for part in f"{root[len('mlflow-artifacts:'):]}/{path}".split("/") if part)
        url = self.base.replace("/mlflow/", "/mlflow-artifacts/artifacts/") + urllib.parse.quote(place)
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json"}
        request = urllib.request.Request(url, data=json.dumps(content).encode(), headers=headers, method="PUT")
        try:
            with urllib.request.urlopen(request, timeout=30):
                pass
        except urllib.error.HTTPError as error:
            raise MlflowError.of(path, error) from None

    def finish(self, run_id, status="FINISHED"):
        self._call("POST", "runs/update", {"run_id": run_id, "status": status, "end_time": _now()})

    def metric(self, run_id, key):
        """The value of a metric as MLflow has it, or None."""
        data = self._call("GET", "runs/get", {"run_id": run_id})["run"].get("data", {})
        return next((each["value"] for each in data.get("metrics", []) if each["key"] == key), None)

    def register(self, model, run_id, tags):
        """Makes a version of the model from this run and returns its number as text."""
        try:
            self._call("POST", "registered-models/create", {"name": model})
        except MlflowError as error:
            if error.code not in ("RESOURCE_ALREADY_EXISTS", "ALREADY_EXISTS"):
                raise
        source = self._call("GET", "runs/get", {"run_id": run_id})["run"]["info"].get("artifact_uri", "")
        body = {"name": model, "source": source + "/model", "run_id": run_id, "tags": _pairs(tags)}
        return self._call("POST", "model-versions/create", body)["model_version"]["version"]

    def _experiment_named(self, name):
        found = self._call("GET", "experiments/get-by-name", {"experiment_name": name})
        return found["experiment"]["experiment_id"]

    def _call(self, method, path, fields):
        url = self.base + path
        data = None
        if method == "GET":
            url += "?" + urllib.parse.urlencode(fields)
        else:
            data = json.dumps(fields).encode()
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json"}
        request = urllib.request.Request(url, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise MlflowError.of(path, error) from None


class MlflowError(Exception):
    """MLflow refused a call; `code` is its error code."""

    def __init__(self, path, code, message):
        super().__init__(f"MLflow refused {path}: {code} {message}")
        self.code = code

    @classmethod
    def of(cls, path, error):
        try:
            body = json.loads(error.read())
        except ValueError:
            body = {}
        return cls(path, body.get("error_code", str(error.code)), body.get("message", ""))


class PackageTracking:
    """The same through the mlflow package."""

    def __init__(self):
        from mlflow.tracking import MlflowClient

        self.client = MlflowClient()

    def experiment(self, name):
        found = self.client.get_experiment_by_name(name)
        return found.experiment_id if found else self.client.create_experiment(name)

    def start(self, experiment_id, name, tags):
        return self.client.create_run(experiment_id, run_name=name, tags=tags).info.run_id

    def log(self, run_id, params, history, metrics):
        for key, value in params.items():
            self.client.log_param(run_id, key, value)
        for step, values in history:
            for key, value in values.items():
                self.client.log_metric(run_id, key, value, step=step)
        for key, value in metrics.items():
            self.client.log_metric(run_id, key, value, step=history[-1][0] if history else 0)

    def tag(self, run_id, tags):
        for key, value in tags.items():
            self.client.set_tag(run_id, key, value)

    def artifact(self, run_id, path, content):
        self.client.log_dict(run_id, content, path)

    def finish(self, run_id, status="FINISHED"):
        self.client.set_terminated(run_id, status)

    def metric(self, run_id, key):
        return self.client.get_run(run_id).data.metrics.get(key)

    def register(self, model, run_id, tags):
        from mlflow.exceptions import MlflowException

        try:
            self.client.create_registered_model(model)
        except MlflowException as error:
            if "ALREADY_EXISTS" not in error.error_code:
                raise
        source = self.client.get_run(run_id).info.artifact_uri + "/model"
        return self.client.create_model_version(model, source, run_id, tags=tags).version


def _pairs(fields):
    return [{"key": key, "value": str(value)} for key, value in fields.items()]


def _now():
    return int(time.time() * 1000)


def _text(path):
    with open(path, encoding="utf-8") as file:
        return file.read().strip()
