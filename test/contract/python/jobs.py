"""Jobs and runs through the official SDK and its waiters; prints what it saw as one line of JSON."""

import json
import os
from datetime import timedelta

from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import DatabricksError, OperationFailed
from databricks.sdk.service.jobs import (
    GitProvider,
    GitSource,
    JobParameterDefinition,
    NotebookTask,
    RunType,
    Source,
    SubmitTask,
    Task,
    TaskDependency,
)

w = WorkspaceClient()
git = GitSource(git_url=os.environ["GIT_URL"], git_provider=GitProvider.GIT_HUB, git_branch="main")
SOON = timedelta(seconds=60)
seen = {}


def refusal(call):
    """Name of the SDK's error class and code."""
    try:
        call()
    except DatabricksError as error:
        return {"class": type(error).__name__, "code": error.error_code}
    return None


def notebook(path, **parameters):
    return NotebookTask(notebook_path=path, source=Source.GIT, base_parameters=parameters)


tests = SubmitTask(task_key="unit", notebook_task=notebook("notebooks/unit_tests"))
run = w.jobs.submit_and_wait(run_name="tests", tasks=[tests], git_source=git, timeout=SOON)
seen["submitted"] = {
    "result": run.state.result_state.value,
    "code": run.status.termination_details.code.value,
    "commit": run.git_source.git_snapshot.used_commit,
    "type": run.run_type.value,
}
output = w.jobs.get_run_output(run.tasks[0].run_id)
seen["cases"] = len(json.loads(output.notebook_output.result)["cases"])
seen["output_of_job_run"] = refusal(lambda: w.jobs.get_run_output(run.run_id))
seen["exported"] = w.jobs.export_run(run.tasks[0].run_id).views[0].type.value

created = w.jobs.create(
    name="sdk job",
    git_source=git,
    parameters=[JobParameterDefinition(name="seconds", default="60")],
    max_concurrent_runs=2,
    tasks=[Task(task_key="wait", notebook_task=notebook("jobs/wait"))],
)
seen["got"] = w.jobs.get(created.job_id).settings.name
seen["by_name"] = [job.job_id == created.job_id for job in w.jobs.list(name="SDK JOB", expand_tasks=True)]
quick = w.jobs.run_now(created.job_id, job_parameters={"seconds": "0"}, idempotency_token="sdk-1")
seen["same_token"] = (
    w.jobs.run_now(created.job_id, job_parameters={"seconds": "0"}, idempotency_token="sdk-1").run_id == quick.run_id
)
done = quick.result(timeout=SOON)
seen["waited"] = {"result": done.state.result_state.value, "value": done.job_parameters[0].value}

going = w.jobs.run_now(created.job_id)
stopped = w.jobs.cancel_run_and_wait(going.run_id, timeout=SOON)
seen["cancelled"] = stopped.state.result_state.value

broken = w.jobs.create(
    name="broken",
    git_source=git,
    tasks=[
        Task(task_key="export", notebook_task=notebook("jobs/export_scores")),
        Task(
            task_key="after",
            notebook_task=notebook("jobs/wait", seconds="0"),
            depends_on=[TaskDependency(task_key="export")],
        ),
    ],
)
try:
    w.jobs.run_now_and_wait(broken.job_id, timeout=SOON)
    seen["failed"] = None
except OperationFailed as error:
    seen["failed"] = str(error)
failed = next(iter(w.jobs.list_runs(job_id=broken.job_id, expand_tasks=True)))
tasks = {task.task_key: task for task in failed.tasks}
seen["task_states"] = {key: task.state.result_state.value for key, task in tasks.items()}
seen["error"] = w.jobs.get_run_output(tasks["export"].run_id).error
try:
    w.jobs.repair_run_and_wait(failed.run_id, rerun_tasks=["after"], timeout=SOON)
except OperationFailed:
    pass
history = w.jobs.get_run(failed.run_id, include_history=True).repair_history
seen["history"] = [item.type.value for item in history]

for _ in range(30):
    w.jobs.run_now(created.job_id, job_parameters={"seconds": "0"})
seen["paged"] = len({each.run_id for each in w.jobs.list_runs(job_id=created.job_id, limit=7)})
seen["submits"] = {each.run_type for each in w.jobs.list_runs(run_type=RunType.SUBMIT_RUN)} == {RunType.SUBMIT_RUN}
w.jobs.cancel_all_runs(job_id=created.job_id)

seen["missing_run"] = refusal(lambda: w.jobs.get_run(12))
seen["missing_job"] = refusal(lambda: w.jobs.get(12))
reader = WorkspaceClient(host=os.environ["DATABRICKS_HOST"], token=os.environ["OTHER_TOKEN"])
seen["read_only"] = refusal(lambda: reader.jobs.run_now(created.job_id))
w.jobs.delete(created.job_id)
seen["deleted"] = refusal(lambda: w.jobs.get(created.job_id))

print(json.dumps(seen))
