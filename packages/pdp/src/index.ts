export { readBundle } from './bundle/read-bundle.ts';
export { type Evaluation, Pdp, type PdpOptions, type Resolution } from './pdp.ts';
export type { DecideRequest } from './request.ts';
