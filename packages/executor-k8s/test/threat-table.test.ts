import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const DECISION = 'docs/decisions/024-credentials-for-one-ticket.md';
const FOLDER = 'packages/executor-k8s/test/kubernetes';
const THREATS = ['T23', 'T24', 'T27', 'T28', 'T29', 'T30', 'T31'];
const CREDENTIALS = ['static', 'ticket'];
/** The executor under test, by the project of vitest. */
const EXECUTORS = { all: 'subprocess', k8s: 'k8s' };

interface Listed {
  readonly name: string;
  readonly file: string;
  readonly projectName: keyof typeof EXECUTORS;
}

/** Lists the tests that run against a real API. None is executed. */
async function listTests(): Promise<readonly Listed[]> {
  const files = ['threats', 'vault-kills'].map((name) => `${FOLDER}/${name}.test.ts`);
  const argv = [`${ROOT}node_modules/vitest/vitest.mjs`, 'list', '--no-staticParse', ...files, '--json'];
  // Without these variables the tests would be skipped.
  const up = { AGENT_SAFE_TEST_KUBECONFIG: '/none', AGENT_SAFE_TEST_KUBECTL: '/none' };
  const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: ROOT, env: { ...process.env, ...up } });
  return JSON.parse(stdout.slice(stdout.indexOf('['))) as readonly Listed[];
}

/** Returns the rows of the table of threats: the threat, and the file that tests it. */
function readTable(): readonly (readonly [threat: string, file: string])[] {
  const text = readFileSync(`${ROOT}${DECISION}`, 'utf8');
  return [...text.matchAll(/^\| (T\d\d) +\| `([\w./-]+)`/gm)].map(([, threat = '', file = '']) => [threat, file]);
}

test('each threat to an execution has a test for each executor and each kind of credentials, where the table says', async () => {
  const listed = await listTests();
  const table = readTable();
  expect(table.map(([threat]) => threat)).toEqual(THREATS);
  const missing = table.flatMap(([threat, file]) =>
    Object.keys(EXECUTORS).flatMap((project) =>
      CREDENTIALS.filter(
        (credentials) =>
          !listed.some(
            (each) =>
              each.projectName === project &&
              each.file.endsWith(`/${file}`) &&
              each.name.includes(`${credentials} credentials`) &&
              new RegExp(`\\b${threat}\\b`).test(each.name),
          ),
      ).map((credentials) => `${threat} ${EXECUTORS[project as keyof typeof EXECUTORS]} ${credentials}`),
    ),
  );
  expect(missing).toEqual([]);
});
