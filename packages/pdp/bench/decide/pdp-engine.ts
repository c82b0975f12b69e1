import { type DecideRequest, Pdp } from '../../src/index.ts';
import type { Engine } from './engine.ts';

/** What the package exports, as an application calls it: parameters and target checked, the whole verdict made. */
export const pdpEngine: Engine = {
  name: 'Pdp',
  mostRules: Number.POSITIVE_INFINITY,
  load({ actions, requests, rules, targets }) {
    const pdp = new Pdp({ actions, rules, targets, strict: true });
    const asked = requests.map(({ request }) => request);
    return (place) => pdp.decide(asked[place] as DecideRequest).result === 'allow';
  },
};
