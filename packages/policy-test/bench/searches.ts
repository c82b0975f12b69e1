import { lint, measureCoverage } from '../src/index.ts';
import { locate } from '../test/documents.ts';
import { makeWideProject, WIDE, type WideSizes } from '../test/wide-project.ts';
import { plainLint } from './support/plain-search.ts';

/**
 * Measures the searches of `validate` and `test --coverage` in projects with many time windows and roles, beside the search that
 * evaluates one request after the other.
 */
interface Sizes {
  readonly projects: readonly WideSizes[];
  /** Most requests that the plain search evaluates. */
  readonly most: number;
}

export const full: Sizes = {
  projects: [{ ...WIDE, rules: 15, dead: 3, zones: 1 }, WIDE, { ...WIDE, rules: 200, dead: 40 }],
  most: 1_000_000,
};
export const smoke: Sizes = { projects: [{ ...WIDE, rules: 10, dead: 2, roles: 8, zones: 1 }], most: 10_000 };

export function run({ most, projects }: Sizes): void {
  console.log(
    '| rules | rules that never decide: found | validate | coverage | one request after the other: found | time | time ratio |',
  );
  console.log('|---|---|---|---|---|---|---|');
  for (const sizes of projects) {
    const { dead, ...documents } = makeWideProject(sizes);
    const located = {
      actions: locate(documents.actions),
      rules: locate(documents.rules),
      targets: locate(documents.targets),
    };
    const [warnings, validate] = time(() => lint(located, false));
    const [, coverage] = time(() => measureCoverage(documents, [], { now: 0 }));
    const [plain, before] = time(() => plainLint(documents, most));
    const shadowed = warnings.filter(({ code }) => code === 'rule_shadowed').length;
    if (shadowed < dead.length) throw new Error(`Only ${shadowed} of ${dead.length} rules were found.`);
    const cells = [
      sizes.rules,
      `${shadowed} of ${dead.length}`,
      `${validate.toFixed(0)} ms`,
      `${coverage.toFixed(0)} ms`,
      `${plain.found} of ${dead.length}${plain.isComplete ? '' : `, then it gave up after ${most.toLocaleString('en-US')} requests`}`,
      `${before.toFixed(0)} ms`,
      `${(before / validate).toFixed(0)}×`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

function time<Value>(act: () => Value): [Value, number] {
  const started = performance.now();
  return [act(), performance.now() - started];
}
