// The whole agent: two packages installed, one file to decide with. It reads no YAML, and asks no server.
import { readFileSync } from 'node:fs';
import { Pdp } from '@agent-safe/pdp';

const pdp = Pdp.load(readFileSync('bundle.json'));

/** Does what it is asked to, where that is allowed. */
export function act(request) {
  const { code, policy_matched, reason, result } = pdp.decide({ ...request, at: Date.now() });
  if (result === 'allow') console.error(`doing ${request.action} on ${request.target}`);
  else console.error(`not doing ${request.action}: ${reason}`);
  return { code, policy_matched, reason, result };
}

const requests = JSON.parse(readFileSync('requests.json', 'utf8'));
console.log(JSON.stringify(requests.map(act)));
