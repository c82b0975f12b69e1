import { actionsPath, inventoryPath, policiesPath } from '@agent-safe/catalog';
import { AgentSafe, type CheckRequest, type Decision } from '@agent-safe/sdk';

interface Story {
  readonly says: string;
  readonly request: CheckRequest;
  readonly expected: Decision['result'];
}

/** Typical requests of an agent, with the expected decisions. */
const stories: readonly Story[] = [
  {
    says: 'restart an app on dev',
    request: {
      action: 'restart-deployment',
      target: 'dev/test-app',
      caller: 'deploy-agent',
      params: { namespace: 'dev', deployment: 'app' },
    },
    expected: 'allow',
  },
  {
    says: 'restart a production server',
    request: {
      action: 'restart-deployment',
      target: 'prod/api-server',
      caller: 'deploy-agent',
      params: { namespace: 'prod', deployment: 'api' },
    },
    expected: 'require_approval',
  },
  {
    says: 'restart coredns in kube-system under the name of a dev target',
    request: {
      action: 'restart-deployment',
      target: 'dev/test-app',
      caller: 'deploy-agent',
      params: { namespace: 'kube-system', deployment: 'coredns' },
    },
    expected: 'deny',
  },
  {
    says: 'delete a production namespace',
    request: {
      action: 'delete-namespace',
      target: 'prod/status-page-ns',
      caller: 'deploy-agent',
      params: { namespace: 'status-page' },
    },
    expected: 'deny',
  },
  {
    says: 'restart an app on staging, where no rule allows this caller',
    request: {
      action: 'restart-deployment',
      target: 'staging/api-server',
      caller: 'deploy-agent',
      params: { namespace: 'staging', deployment: 'api' },
    },
    expected: 'deny',
  },
  {
    says: 'scale an app beyond the maximum of the action',
    request: {
      action: 'scale-deployment',
      target: 'dev/test-app',
      caller: 'deploy-agent',
      params: { namespace: 'dev', deployment: 'app', replicas: 1000 },
    },
    expected: 'deny',
  },
];

const WORDS = { allow: 'ALLOW', deny: 'DENY', require_approval: 'REQUIRE_APPROVAL' } as const;

const safe = await AgentSafe.open({
  registry: actionsPath,
  policies: policiesPath,
  inventory: inventoryPath,
  strict: true,
});
console.log('Decisions with the shipped catalog, policies and inventory:\n');

let surprises = 0;
for (const { expected, request, says } of stories) {
  const decision = await safe.check(request);
  console.log(`An agent wants to ${says}:`);
  console.log(`  ${request.action} on ${request.target}  ${JSON.stringify(request.params)}`);
  console.log(`  ${WORDS[decision.result]} — ${decision.reason}`);
  const because = decision.policy_matched === null ? `code ${decision.code}` : `rule ${decision.policy_matched}`;
  console.log(`  risk ${decision.effective_risk} (the action alone: ${decision.risk_class}), ${because}\n`);
  if (decision.result !== expected) surprises++;
}

console.log('Create your own project:  ./agent-safe init myproject');
if (surprises > 0) throw new Error(`${surprises} decisions differ from the expected ones.`);
