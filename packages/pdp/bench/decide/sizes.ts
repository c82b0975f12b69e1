/** Numbers of rules of the worlds. */
export const SIZES = [10, 100, 1_000, 10_000, 100_000] as const;
export type Size = (typeof SIZES)[number];
