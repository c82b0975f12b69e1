export { type DecideRequest, type Evaluation, Pdp, type PdpOptions, type Resolution } from './pdp.ts';
