# Databricks notebook source
# MAGIC %md
# MAGIC # Unit tests
# MAGIC Runs `tests/unit.py` and ends with the results as JSON. A failed assertion does not fail the notebook: who reads the
# MAGIC results decides.

# COMMAND ----------

from tests import unit
from tests.runner import Results

results = Results().run(unit)
results.print_table()

# COMMAND ----------

dbutils.notebook.exit(results.to_json())
