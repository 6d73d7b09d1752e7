# Databricks notebook source
# MAGIC %md
# MAGIC # Export scores
# MAGIC Writes the scores of the night for the call centre. The target is a share that is not always there.

# COMMAND ----------

import os

dbutils.widgets.text("target", "/mnt/call-centre/scores.csv")
target = dbutils.widgets.get("target")

# COMMAND ----------

folder = os.path.dirname(target)
if not os.path.isdir(folder):
    raise FileNotFoundError(f"the share {folder} is not mounted")
with open(target, "w", encoding="utf-8") as file:
    file.write("customer,score\n")
