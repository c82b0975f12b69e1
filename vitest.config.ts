import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const CLUSTER = 'packages/executor-k8s/test/kubernetes/';

/** Starts the tests in a cluster first: they take longest, and mostly wait for controllers and time limits. */
class ClusterFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(specifications);
    return sorted.toSorted((left, right) => rank(left) - rank(right));
  }
}

function rank({ moduleId }: TestSpecification): number {
  return moduleId.includes(CLUSTER) ? 0 : 1;
}

const conditions = ['@agent-safe/source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Node keeps the stripped types and the compiled code of processes that tests start, which halves the CPU time of a short one.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compile') },
    exclude: ['**/node_modules/**', '**/dist/**'],
    // The tests in a real cluster run once for each transport of the Kubernetes executor.
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: [
            'packages/*/{src,test,bench}/**/*.test.ts',
            'catalog/**/*.test.ts',
            'apps/*/{src,test}/**/*.test.ts',
            'scripts/**/*.test.ts',
            'docs/test/**/*.test.ts',
            'examples/*/src/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'k8s',
          include: [`${CLUSTER}**/*.test.ts`],
          env: { AGENT_SAFE_TEST_EXECUTOR: 'k8s' },
        },
      },
    ],
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-report.json' }]],
    // These end what hangs. A machine that has other things to do takes much longer than usual.
    testTimeout: process.env.AGENT_SAFE_NIGHTLY === '1' ? 1_200_000 : 300_000,
    hookTimeout: 300_000,
    sequence: { sequencer: ClusterFirst, shuffle: { tests: true } },
    pool: 'forks',
    // Many tests wait for processes, APIs and disks, so more files than processors run at a time.
    maxWorkers: availableParallelism() + 2,
  },
});
