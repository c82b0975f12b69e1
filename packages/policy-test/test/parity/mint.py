"""Creates worlds of actions, policies, targets and requests, with the answers of agent-safe 0.11.0 (PyPI).

Usage: pip install agent-safe==0.11.0 && python mint.py FOLDER [WORLDS] [REQUESTS] [SEED]

Each world is a folder with actions/, policies/, inventory.yaml and tests/requests.yaml. Some cases are left out, because
this project deliberately answers differently: targets that the inventory lacks, requests without params, and windows
with days that continue past midnight.
"""

import json
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent_safe.inventory.loader import load_inventory
from agent_safe.models import AgentIdentity
from agent_safe.pdp.engine import PolicyDecisionPoint, load_policies
from agent_safe.registry.loader import load_registry

RISKS = ["low", "medium", "high", "critical"]
ENVIRONMENTS = ["dev", "staging", "prod"]
SENSITIVITIES = ["public", "internal", "restricted", "critical"]
DECISIONS = ["allow", "deny", "require_approval"]
VERBS = ["get", "list", "scale", "restart", "delete", "update", "drain"]
NOUNS = ["pod", "node", "deployment", "secret", "config-map", "job"]
TYPES = ["k8s-pod", "k8s-node", "k8s-deployment", "vm", "bucket"]
AGENTS = ["deploy-agent", "reader", "orchestrator-01", "worker-01", "worker-02", "ci"]
ROLES = ["deployer", "reader", "admin", "auditor"]
GROUPS = ["platform", "data", "web"]
LABELS = {"app": ["api", "web"], "tier": ["backend", "frontend"], "zone": ["a", "b"]}


def some(rng, values, most=3):
    return rng.sample(values, rng.randint(1, min(most, len(values))))


def glob(rng, actions):
    name = rng.choice(actions)
    return rng.choice([
        name, "*", f"{name.split('-')[0]}-*", f"*-{name.split('-')[-1]}", name[:-1] + "?", f"[{name[0]}{rng.choice('abcxyz')}]*",
        f"[!{name[0]}]*", "[a-m]*", "[!a-m]*", f"*{name[1:4]}*", "?" * len(name), f"{name[:3]}[a-z-]*", "[", "[]", name + "[!0-9]",
    ])


def rule(rng, index, actions):
    """Returns a narrow rule with at least two selectors, so that later rules decide some requests."""
    match = {}
    while len(match) < 2:
        if rng.random() < 0.6:
            match["actions"] = [glob(rng, actions) for _ in range(rng.randint(1, 2))]
        if rng.random() < 0.6:
            match["targets"] = pick(rng, {
                "environments": lambda: some(rng, ENVIRONMENTS, 2),
                "sensitivities": lambda: some(rng, SENSITIVITIES, 2),
                "types": lambda: some(rng, TYPES, 2),
                "labels": lambda: {key: rng.choice(LABELS[key]) for key in some(rng, list(LABELS), 2)},
            })
        if rng.random() < 0.5:
            match["callers"] = pick(rng, {
                "agent_ids": lambda: some(rng, AGENTS),
                "roles": lambda: some(rng, ROLES, 2),
                "groups": lambda: some(rng, GROUPS, 2),
                "delegated_from": lambda: some(rng, AGENTS),
                "max_delegation_depth": lambda: rng.randint(0, 3),
                "require_delegation": lambda: rng.random() < 0.5,
            })
        if rng.random() < 0.2:
            match["time_windows"] = [window(rng) for _ in range(rng.randint(1, 2))]
        if rng.random() < 0.2: match["risk_classes"] = some(rng, RISKS, 2)
        if rng.random() < 0.12: match["require_ticket"] = rng.random() < 0.6
    return {"name": f"rule-{index}", "priority": rng.choice([0, 10, 10, 50, 100, rng.randint(-5, 1000)]), "match": match,
            "decision": rng.choice(DECISIONS), "reason": f"Reason {index}"}


def pick(rng, choices):
    """Returns one or two conditions; sometimes none, which still requires a target or a caller."""
    return {key: choices[key]() for key in rng.sample(list(choices), rng.choice([0, 1, 1, 1, 2, 2]))}


def window(rng):
    start, end = rng.randint(0, 23), rng.randint(0, 23)
    days = {"days": some(rng, list(range(7)), 5)} if start <= end and rng.random() < 0.7 else {}
    return {"start_hour": start, "end_hour": end, **days}


def caller(rng):
    if rng.random() < 0.1: return None
    if rng.random() < 0.25: return rng.choice(AGENTS)
    chain = [rng.choice(AGENTS) for _ in range(rng.choice([0, 0, 0, 1, 2, 3]))]
    return {"agent_id": rng.choice(AGENTS), "roles": rng.sample(ROLES, rng.randint(0, 2)), "groups": rng.sample(GROUPS, rng.randint(0, 2)), "delegation_chain": chain}


def identity(given):
    if given is None: return None
    if isinstance(given, str): return AgentIdentity(agent_id=given)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    links = [{"agent_id": link, "delegated_at": now} for link in given["delegation_chain"]]
    return AgentIdentity(**{**given, "delegation_chain": links, "delegation_depth": len(links)})


def write(path, document):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(one_entry_a_line(document) + "\n")


def one_entry_a_line(document):
    [(key, entries), *others] = document.items()
    if others or not isinstance(entries, list): return json.dumps(document)
    return json.dumps({key: "@"}).replace('"@"', "[\n" + ",\n".join(" " + json.dumps(entry) for entry in entries) + "\n]")


def mint(folder, rng, rule_count, request_count):
    actions = [f"{verb}-{noun}" for verb in VERBS for noun in rng.sample(NOUNS, 2)]
    for name in actions:
        write(folder / "actions" / f"{name}.yaml", {"name": name, "version": "1.0.0", "description": name, "risk_class": rng.choice(RISKS),
              "target_types": ["any"], "parameters": [{"name": "count", "type": "integer", "required": True, "constraints": {"min_value": 0, "max_value": 9}}]})
    targets = [{"id": f"target-{i}", "type": rng.choice(TYPES), "environment": rng.choice(ENVIRONMENTS), "sensitivity": rng.choice(SENSITIVITIES),
                "labels": {key: rng.choice(LABELS[key]) for key in LABELS if rng.random() < 0.6}} for i in range(15)]
    write(folder / "inventory.yaml", {"targets": targets})
    rules = [rule(rng, index, actions) for index in range(rule_count)]
    write(folder / "policies" / "a.yaml", {"rules": rules[: rule_count // 2]})
    write(folder / "policies" / "b.yaml", {"rules": rules[rule_count // 2 :]})
    pdp = PolicyDecisionPoint(load_policies(folder / "policies"), load_registry(folder / "actions"))
    inventory = load_inventory(folder / "inventory.yaml")
    tests = []
    for index in range(request_count):
        who, target = caller(rng), rng.choice([*[t["id"] for t in targets], None])
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(365 * 86400))
        action = rng.choice(actions) if rng.random() < 0.97 else "unheard-of"
        params = {"count": rng.randint(0, 9) if rng.random() < 0.95 else 10}
        ticket_id = rng.choice([None, None, "JIRA-1", ""])
        decision = pdp.evaluate(action, inventory.get(target) if target else None, identity(who), params, at, ticket_id)
        test = {"name": f"request {index}", "action": action, "params": params, "timestamp": at.isoformat().replace("+00:00", "Z"),
                "expect": {"result": decision.result.value, "rule": decision.policy_matched, "risk_class": decision.risk_class.value,
                           "effective_risk": decision.effective_risk.value}}
        if target is not None: test["target"] = target
        if who is not None: test["caller"] = who
        if ticket_id is not None: test["ticket_id"] = ticket_id
        tests.append(test)
    write(folder / "tests" / "requests.yaml", {"tests": tests})


if __name__ == "__main__":
    out = Path(sys.argv[1])
    worlds, requests, seed = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((2, 12), (3, 400), (4, 11)))
    rng = random.Random(seed)
    for world in range(worlds):
        mint(out / f"world-{world + 1}", rng, [10, 30, 60, 100, 3][world % 5], requests)
