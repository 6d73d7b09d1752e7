"""Git folders, git credentials, workspace files and identity through the official SDK; prints what it saw as one line of JSON."""

import base64
import io
import json
import os

from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import DatabricksError
from databricks.sdk.service.workspace import ExportFormat, ImportFormat, Language

url = os.environ["GIT_URL"]
private_url = os.environ["PRIVATE_GIT_URL"]
w = WorkspaceClient()
seen = {}


def refusal(call):
    """Name of the SDK's error class, its bases and code."""
    try:
        call()
    except DatabricksError as error:
        return {
            "class": type(error).__name__,
            "bases": [base.__name__ for base in type(error).__mro__],
            "code": error.error_code,
        }
    return None


me = w.current_user.me()
seen["me"] = {"user_name": me.user_name, "id_is_digits": me.id.isdigit()}
seen["workspace_id"] = w.get_workspace_id()

w.workspace.mkdirs("/Repos/sdk")
created = w.repos.create(url=url, provider="gitHub", path="/Repos/sdk/churn")
seen["created"] = created.as_dict()
w.repos.update(created.id, branch="feature-x")
got = w.repos.get(created.id)
seen["got"] = got.as_dict()
seen["listed"] = [repo.id == created.id for repo in w.repos.list(path_prefix="/Repos/sdk")]
for number in range(21):
    w.repos.create(url=url, provider="gitHub", path=f"/Repos/sdk/r{number}")
seen["paged"] = len({repo.id for repo in w.repos.list()})
seen["by_path"] = w.workspace.get_status("/Workspace/Repos/sdk/churn").object_id == created.id

seen["missing_repo"] = refusal(lambda: w.repos.get(123))
seen["missing_branch"] = refusal(lambda: w.repos.update(created.id, branch="gone"))
seen["twice"] = refusal(lambda: w.repos.create(url=url, provider="gitHub", path="/Repos/sdk/churn"))
seen["private"] = refusal(lambda: w.repos.create(url=private_url, provider="gitHub", path="/Repos/sdk/secret"))

credential = w.git_credentials.create(
    git_provider="gitHub", git_username="ada", personal_access_token=os.environ["PROVIDER_PAT"]
)
seen["second_credential"] = refusal(
    lambda: w.git_credentials.create(git_provider="gitHub", git_username="b", personal_access_token="c")
)
seen["credentials"] = [each.git_provider for each in w.git_credentials.list()]
w.git_credentials.update(credential.credential_id, git_provider="gitHub", git_username="lovelace")
seen["credential_user"] = w.git_credentials.get(credential.credential_id).git_username
seen["private_with_credential"] = w.repos.create(url=private_url, provider="gitHub", path="/Repos/sdk/secret").branch
w.git_credentials.delete(credential.credential_id)
seen["credentials_left"] = len(list(w.git_credentials.list()))

w.workspace.mkdirs("/Shared/deep/folder")
notebook = base64.b64encode(b"# Databricks notebook source\nprint(1)\n").decode()
w.workspace.import_("/Shared/deep/nb", content=notebook, format=ImportFormat.SOURCE, language=Language.PYTHON)
seen["exported"] = w.workspace.export("/Shared/deep/nb", format=ExportFormat.SOURCE).content == notebook
w.workspace.upload("/Shared/deep/data.bin", io.BytesIO(bytes(range(256))), format=ImportFormat.AUTO)
with w.workspace.download("/Shared/deep/data.bin") as stream:
    seen["downloaded"] = stream.read() == bytes(range(256))
seen["objects"] = sorted((item.path, item.object_type.value) for item in w.workspace.list("/Shared/deep"))
seen["walked"] = len(list(w.workspace.list("/Shared", recursive=True)))
seen["missing_path"] = refusal(lambda: w.workspace.get_status("/Shared/none"))
seen["not_empty"] = refusal(lambda: w.workspace.delete("/Shared/deep"))
w.workspace.delete("/Shared/deep", recursive=True)

w.repos.delete(created.id)
seen["deleted"] = refusal(lambda: w.repos.get(created.id))

wrong = WorkspaceClient(host=os.environ["DATABRICKS_HOST"], token="wrong")
seen["wrong_token"] = refusal(wrong.current_user.me)
other = WorkspaceClient(host=os.environ["DATABRICKS_HOST"], token=os.environ["OTHER_TOKEN"])
first = next(iter(w.repos.list()))
seen["not_mine"] = refusal(lambda: other.repos.update(first.id, branch="main"))
seen["unknown_path"] = refusal(lambda: w.api_client.do("GET", "/api/2.0/nowhere"))

print(json.dumps(seen))
