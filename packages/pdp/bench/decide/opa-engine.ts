import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { type Form, toInput, toRego } from '../opa/rego.ts';
import { type Engine, PeerUnavailable } from './engine.ts';
import { plainRequest } from './plain.ts';
import { amountOf } from './requests.ts';

/** OPA compiled to WebAssembly, from the committed Rego. */
export const opaEngine = opa('OPA', 'in-order');
/** OPA with the rules sorted by action by hand. */
export const sortedOpaEngine = opa('OPA, sorted by hand', 'by-action');

function opa(name: string, form: Form): Engine {
  return {
    name,
    mostRules: 1_000,
    async load(world) {
      const file = new URL(`../opa/${world.testsParams ? 'tested-' : ''}${form}-${world.rules.length}`, import.meta.url)
        .href;
      if (readFileSync(new URL(`${file}.rego`), 'utf8') !== toRego(world, form)) {
        const command = 'node --conditions=@agent-safe/source packages/pdp/bench/opa/write-rego.ts';
        const problem = `${file}.rego is out of date. Run ${command}, which needs opa on the PATH.`;
        throw isOpaInstalled() ? new Error(problem) : new PeerUnavailable(problem);
      }
      const policy = await loadPolicy(readFileSync(new URL(`${file}.wasm`)));
      const inputs = world.requests.map((known) => {
        const input = toInput(plainRequest(known));
        return world.testsParams ? { ...input, n: amountOf(known) } : input;
      });
      return (place) => {
        const answer: readonly { readonly result: unknown }[] = policy.evaluate(inputs[place]);
        return answer[0]?.result === true;
      };
    },
  };
}

function isOpaInstalled(): boolean {
  return spawnSync('opa', ['version']).status === 0;
}
