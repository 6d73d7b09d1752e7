# Databricks notebook source
# MAGIC %md
# MAGIC # Wait
# MAGIC Does nothing for a while, and says so every second: something to watch, and to cancel.

# COMMAND ----------

import time

dbutils.widgets.text("seconds", "60")
seconds = int(dbutils.widgets.get("seconds"))
for passed in range(seconds):
    print(f"{passed} of {seconds} seconds", flush=True)
    time.sleep(1)

# COMMAND ----------

dbutils.notebook.exit(f"waited {seconds} seconds")
