"""Lets the official SDK meet 429 with Retry-After, 503 and an OAuth client; prints what came of it as one line of JSON."""

import json
import os

from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config

host = os.environ["HOST"]
pat = WorkspaceClient(host=host, token=os.environ["TOKEN"])
seen = {"after_trouble": pat.current_user.me().user_name}

oauth = WorkspaceClient(
    config=Config(
        host=host, client_id=os.environ["CLIENT_ID"], client_secret=os.environ["CLIENT_SECRET"], auth_type="oauth-m2m"
    )
)
seen["oauth_user"] = oauth.current_user.me().user_name
print(json.dumps(seen))
