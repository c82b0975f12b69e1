/** Code of `safe.risk`. A check does not load it. */
export { readLimitSubject } from './limit-subject.ts';
export { resetRisk } from './risk-reset.ts';
export { listStandings } from './standings.ts';
