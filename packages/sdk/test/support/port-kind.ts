/** The kind of ports for the tests. `memory.test.ts` sets it before it loads them. */
export const portKind = { isMemory: false };
