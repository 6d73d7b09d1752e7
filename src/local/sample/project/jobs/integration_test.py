# Databricks notebook source
# MAGIC %md
# MAGIC # Integration test
# MAGIC Trains on a small sample, logs to MLflow and reads the metric back. Ends with results in the same form as the unit tests.

# COMMAND ----------

dbutils.widgets.text("brickbot_op", "")
dbutils.widgets.text("brickbot_branch", "")

# COMMAND ----------

from churn.tracking import current_commit
from tests import integration
from tests.runner import Results

found = {
    "mlflow.source.git.commit": current_commit() or "",
    "mlflow.source.git.branch": dbutils.widgets.get("brickbot_branch"),
    "brickbot.op": dbutils.widgets.get("brickbot_op"),
}
integration.state["tags"] = {key: value for key, value in found.items() if value}
results = Results().run(integration)
results.print_table()

# COMMAND ----------

dbutils.notebook.exit(results.to_json())
