/** Size budgets. A kilobyte has 1,000 bytes. */
export const BUDGETS = {
  pdpInBrowser: {
    what: 'All entries of @agent-safe/pdp, bundled for browsers, minified and compressed with gzip',
    limit: 42,
    unit: 'kB',
    advice: 'Find the growth with "esbuild --analyze", and move code that only tools need out of the decision point.',
  },
  checkStart: {
    what: 'The files that "agent-safe check" loads when its caches are warm',
    limit: 384,
    unit: 'kB',
    advice: 'Load code that a check does not need later: see "oneDoor" in apps/cli/tsup.config.ts.',
  },
  pdpPackages: {
    what: 'The packages that "npm install @agent-safe/pdp" installs',
    limit: 2,
    unit: 'packages',
    advice: 'Use no dependency except @agent-safe/core.',
  },
} as const satisfies Readonly<Record<string, Budget>>;

export interface Budget {
  readonly what: string;
  readonly limit: number;
  readonly unit: 'kB' | 'packages';
  /** Advice for a size above the limit. */
  readonly advice: string;
}

/** Prints a measured size. Returns a problem if it exceeds its budget. */
export function compareWithBudget({ advice, limit, unit, what }: Budget, measured: number): readonly string[] {
  // Rounded, but a size above the limit is never rounded down to it.
  const size = measured > limit && measured < limit + 0.05 ? measured : Number(measured.toFixed(1));
  console.log(`      ${what}: ${size} of ${limit} ${unit}`);
  if (measured <= limit) return [];
  return [
    `${what}: ${size} ${unit}, but the budget is ${limit} ${unit}. ${advice} If it must grow, raise the limit in scripts/budgets.ts and give the reason in the commit.`,
  ];
}
