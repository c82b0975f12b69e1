import { sampleTokenKey } from '@agent-safe/testkit';
import type { IdentityTrust } from '../../src/index.ts';

export const NOW = Date.parse('2026-03-02T12:00:00.000Z');
export const clock = () => NOW;
const { signing, verification } = sampleTokenKey();
export const key = signing;
export const issuer = { key, issuer: 'agent-safe', clock };
export const trust: IdentityTrust = { keys: [verification], issuer: 'agent-safe', maxDepth: 5, clock };
