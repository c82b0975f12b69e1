import { type DecideRequest, Pdp } from '../../src/index.ts';
import type { Engine } from './engine.ts';

/** Pdp as an application calls it, with checks of parameters and target and a complete verdict. */
export const pdpEngine: Engine = {
  name: 'Pdp',
  mostRules: Number.POSITIVE_INFINITY,
  load({ actions, requests, rules, targets }) {
    const pdp = new Pdp({ actions, rules, targets, strict: true });
    const asked = requests.map(({ request }) => request);
    return (place) => pdp.decide(asked[place] as DecideRequest).result === 'allow';
  },
};
