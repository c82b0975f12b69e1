// A complete agent: two packages and a bundle file. It reads no YAML and contacts no server.
import { readFileSync } from 'node:fs';
import { Pdp } from '@agent-safe/pdp';

const pdp = Pdp.load(readFileSync('bundle.json'));

/** Executes a request if it is allowed. */
export function act(request) {
  const { code, policy_matched, reason, result } = pdp.decide({ ...request, at: Date.now() });
  if (result === 'allow') console.error(`doing ${request.action} on ${request.target}`);
  else console.error(`not doing ${request.action}: ${reason}`);
  return { code, policy_matched, reason, result };
}

const requests = JSON.parse(readFileSync('requests.json', 'utf8'));
console.log(JSON.stringify(requests.map(act)));
