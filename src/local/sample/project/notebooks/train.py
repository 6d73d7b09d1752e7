# Databricks notebook source
# MAGIC %md
# MAGIC # Train
# MAGIC Trains the churn model and logs it to MLflow. With `register` set to `true` the run becomes a version of the model.

# COMMAND ----------

dbutils.widgets.text("learning_rate", "0.8")
dbutils.widgets.text("epochs", "60")
dbutils.widgets.text("l2", "0.0005")
dbutils.widgets.text("rows", "2400")
dbutils.widgets.text("seed", "7")
dbutils.widgets.text("experiment", "/Shared/churn")
dbutils.widgets.text("run_name", "")
dbutils.widgets.dropdown("register", "false", ["false", "true"])
dbutils.widgets.text("model", "churn")
dbutils.widgets.text("branch", "")
dbutils.widgets.text("user", "")
dbutils.widgets.text("job_run_id", "")
dbutils.widgets.text("brickbot_op", "")
dbutils.widgets.text("brickbot_branch", "")
dbutils.widgets.text("brickbot_requester", "")

# COMMAND ----------

import json
from datetime import date

from churn.features import NAMES
from churn.tracking import current_commit, open_tracking
from churn.train import Settings, train


def widget(*names):
    """Value of the first of these widgets that is filled in."""
    return next((value for value in map(dbutils.widgets.get, names) if value), "")


settings = Settings(
    learning_rate=float(widget("learning_rate")),
    epochs=int(widget("epochs")),
    l2=float(widget("l2")),
    rows=int(widget("rows")),
    seed=int(widget("seed")),
)
tags = {
    "mlflow.source.type": "NOTEBOOK",
    "mlflow.source.name": "notebooks/train",
    "mlflow.source.git.commit": current_commit() or "",
    "mlflow.source.git.branch": widget("branch", "brickbot_branch"),
    "mlflow.user": widget("user", "brickbot_requester"),
    "mlflow.databricks.jobRunID": widget("job_run_id"),
    "brickbot.op": widget("brickbot_op"),
}
tags = {key: value for key, value in tags.items() if value}

# COMMAND ----------

tracking = open_tracking()
name = widget("run_name") or f"lr {settings.learning_rate}, {settings.epochs} epochs"
run = tracking.start(tracking.experiment(widget("experiment")), name, tags)
try:
    trained = train(settings)
    params = {**vars(settings), "features": ", ".join(NAMES), "test_rows": len(trained.rows["loss"])}
    tracking.log(run, params, trained.history, trained.metrics)
    tracking.tag(run, {"data.digest": trained.digest, "data.date": date.today().isoformat()})
    tracking.artifact(run, "eval/rows.json", trained.rows)
    tracking.finish(run)
except BaseException:
    tracking.finish(run, "FAILED")
    raise
for key, value in trained.metrics.items():
    print(f"{key:>10}  {value:.4f}")

# COMMAND ----------

version = None
if widget("register") == "true":
    kept = {key: value for key, value in tags.items() if key.startswith("mlflow.source.git") or key == "brickbot.op"}
    version = tracking.register(widget("model"), run, kept)
    print(f"registered {widget('model')} version {version}")

# COMMAND ----------

dbutils.notebook.exit(json.dumps({"run_id": run, "metrics": trained.metrics, "version": version}))
