/** Which ports the tests of this file run with. `memory.test.ts` sets it before it loads them. */
export const portKind = { isMemory: false };
