"""Requests a decision, waits for an approval, and requests the decision again."""

import os
import sys

from agent_safe.api.approvals import wait_for_approval
from agent_safe.api.decisions import check
from agent_safe.client import AuthenticatedClient
from agent_safe.models import CheckBody, CheckResponse200, WaitForApprovalResponse200

client = AuthenticatedClient(base_url=os.environ["AGENT_SAFE_SERVER"], token=os.environ["AGENT_SAFE_TOKEN"])
request = CheckBody.from_dict(
    {
        "action": "scale-deployment",
        "target": "dev/test-app",
        "params": {"namespace": "dev", "deployment": "app", "replicas": 3},
    }
)


def decide() -> CheckResponse200:
    """Everything except a decision ends the program, so that doubt never allows a request."""
    decision = check.sync(client=client, body=request)
    if not isinstance(decision, CheckResponse200):
        sys.exit(f"no decision: {decision}")
    return decision


decision = decide()
if decision.result.value == "require_approval":
    print(f"waiting {decision.request_id}", flush=True)
    while True:
        waited = wait_for_approval.sync(str(decision.request_id), client=client, timeout=2)
        if not isinstance(waited, WaitForApprovalResponse200):
            sys.exit(f"no approval request: {waited}")
        if waited.status.value != "pending":
            break
    decision = decide()
print(f"{decision.result.value} {decision.code.value}")
