export { type Evaluation, Pdp, type PdpOptions, type Resolution } from './pdp.ts';
export type { DecideRequest } from './request.ts';
