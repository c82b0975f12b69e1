import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeFolder, shareFolder } from '@agent-safe/testkit/folders';
import { beforeAll, describe, expect, test } from 'vitest';
import { run } from '../test/run.ts';
import { COMMANDS } from './command-table.ts';

const template = shareFolder();
beforeAll(async () => void (await run(template(), 'init', 'project')));

/** A fresh project, with some files changed. */
function project(changes: Readonly<Record<string, string>> = {}): string {
  const folder = makeFolder();
  cpSync(join(template(), 'project'), folder, { recursive: true });
  for (const [path, content] of Object.entries(changes)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const DEV = [
  'check',
  'restart-deployment',
  '--target',
  'dev/test-app',
  '--caller',
  'deploy-agent',
  '--params',
  '{"namespace":"dev","deployment":"app"}',
];
const PROD = [
  'check',
  'restart-deployment',
  '--target',
  'prod/api-server',
  '--caller',
  'deploy-agent',
  '--params',
  '{"namespace":"prod","deployment":"api"}',
];

describe('init', () => {
  test('creates a strict project that is valid and passes its tests', async () => {
    const folder = project();
    expect(await run(folder, 'validate')).toMatchObject({
      exit: 0,
      out: expect.stringContaining('13 actions, 6 rules, 16 targets, 23 tests: 0 errors, 2 warnings') as string,
    });
    expect(await run(folder, 'test', 'tests/')).toMatchObject({ exit: 0, out: '23 passed, 0 failed\n' });
    expect(readFileSync(join(folder, 'agent-safe.yaml'), 'utf8')).toContain('\nstrict: true\n');
  });

  test('keeps the keys private, and out of git', () => {
    const folder = project();
    expect(statSync(join(folder, '.agent-safe/keys.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(template(), 'project/.agent-safe')).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toMatch(/^\.agent-safe\/$/m);
    // Also if a repository has its own .gitignore.
    expect(readFileSync(join(folder, '.agent-safe/.gitignore'), 'utf8')).toBe('*\n');
  });

  test('gives editors the schema of each file', () => {
    const folder = project();
    for (const file of [
      'agent-safe.yaml',
      'inventory.yaml',
      'policies/default.yaml',
      'actions/get-pod-logs.yaml',
      'tests/default-policies.yaml',
    ]) {
      const [, schema = ''] =
        /^# yaml-language-server: \$schema=(.+)$/m.exec(readFileSync(join(folder, file), 'utf8')) ?? [];
      expect(existsSync(join(folder, dirname(file), schema)), file).toBe(true);
    }
  });

  test('reports why a project cannot be created', async () => {
    const folder = project({ file: '' });
    expect(await run(folder, 'init', 'file')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('it is a file, not a folder') as string,
    });
    expect(await run(folder, 'init', 'file/deeper')).toMatchObject({ exit: 1 });
    expect(await run(folder, 'init', '/proc/nowhere')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('Give another folder') as string,
    });
  });

  test('overwrites nothing, and creates missing files', async () => {
    const folder = project({ 'inventory.yaml': 'targets: []\n' });
    rmSync(join(folder, '.agent-safe'), { recursive: true });
    const { out } = await run(folder, 'init');
    expect(out).toContain('kept     inventory.yaml');
    expect(out).toContain('created  .agent-safe/keys.json');
    expect(readFileSync(join(folder, 'inventory.yaml'), 'utf8')).toBe('targets: []\n');
  });
});

describe('check', () => {
  test('allows, exit 0', async () => {
    const { exit, out } = await run(project(), ...DEV);
    expect(exit).toBe(0);
    expect(out).toMatch(/^ALLOW — Development environment is unrestricted\n {2}action {2}restart-deployment 1\.0\.0\n/);
    expect(out).toContain('risk    low (the action alone: medium)');
    expect(out).toContain('rule    allow-dev-all');
  });

  test('requires approval, exit 4', async () => {
    const { exit, out } = await run(project(), ...PROD);
    expect(exit).toBe(4);
    expect(out).toMatch(/^REQUIRE_APPROVAL — Critical-risk actions always require human approval\n/);
    expect(out).toContain('risk     critical');
  });

  test('denies, exit 3, with a code', async () => {
    const { exit, out } = await run(
      project(),
      'check',
      'restart-deployment',
      '--target',
      'dev/test-app',
      '--params',
      '{"namespace":"kube-system","deployment":"app"}',
    );
    expect(exit).toBe(3);
    expect(out).toContain('DENY — Parameter "namespace" is outside target "dev/test-app", which allows "dev".');
    expect(out).toContain('code    target_mismatch');
  });

  test('with paths and --json prints the decision', async () => {
    const paths = ['--registry', './actions', '--policies', './policies', '--inventory', './inventory.yaml'];
    const { exit, out } = await run(project(), ...PROD, ...paths, '--ticket-id', 'JIRA-1234', '--json');
    expect(exit).toBe(4);
    expect(JSON.parse(out)).toMatchObject({
      result: 'require_approval',
      effective_risk: 'critical',
      ticket_id: 'JIRA-1234',
      params: { namespace: 'prod', deployment: 'api' },
    });
  });

  test('reads params from a file', async () => {
    const folder = project({ 'params.json': '{"namespace":"dev","deployment":"app"}' });
    expect((await run(folder, ...DEV.slice(0, -1), '@params.json')).exit).toBe(0);
  });

  test('works in a subfolder of the project', async () => {
    expect((await run(join(project(), 'policies'), ...DEV)).exit).toBe(0);
  });

  test('decides each step of a plan, and exits with the strictest result', async () => {
    const step = (target: string, params: string) =>
      `- { action: restart-deployment, target: ${target}, params: ${params} }\n`;
    const allowed = step('dev/test-app', '{ namespace: dev, deployment: app }');
    const asked = step('prod/web-frontend', '{ namespace: prod, deployment: web-frontend }');
    const folder = project({
      'plan.yaml': allowed + asked,
      'denied.yaml': `${allowed}${asked}- { action: restart-deployment }\n`,
    });
    const { exit, out } = await run(folder, 'check', '--plan', 'plan.yaml', '--caller', 'planner');
    expect(exit).toBe(4);
    expect(out).toMatch(
      /Step 1 of 2\nALLOW[\s\S]*caller {2}planner[\s\S]*Step 2 of 2\nREQUIRE_APPROVAL[\s\S]*1 allowed, 1 need approval, 0 denied\n$/,
    );
    const denied = await run(folder, 'check', '--plan', 'denied.yaml', '--json');
    expect(denied.exit).toBe(3);
    expect((JSON.parse(denied.out) as { result: string }[]).map(({ result }) => result)).toEqual([
      'allow',
      'require_approval',
      'deny',
    ]);
  });

  test('a plan cannot name another caller than the command line', async () => {
    const folder = project({ 'plan.yaml': '- { action: restart-deployment, caller: admin-agent }\n' });
    expect(await run(folder, 'check', '--plan', 'plan.yaml', '--caller', 'untrusted')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('Step 1 of the plan and --caller disagree') as string,
    });
  });

  test('a change ticket that does not match ticket_pattern is reported as ignored', async () => {
    const folder = project({
      'agent-safe.yaml': 'registry: ./actions\npolicies: ./policies\nticket_pattern: "JIRA-[0-9]+"\n',
    });
    expect((await run(folder, ...DEV, '--ticket-id', 'please')).err).toContain('does not match ticket_pattern');
    expect((await run(folder, ...DEV, '--ticket-id', 'JIRA-1')).err).toBe('');
  });

  test('parameters that are not UTF-8 are refused', async () => {
    const folder = project();
    writeFileSync(join(folder, 'params.json'), Buffer.from([0x7b, 0x22, 0x61, 0xff, 0x22, 0x3a, 0x31, 0x7d]));
    expect(await run(folder, 'check', 'a', '--params', '@params.json')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('not valid UTF-8') as string,
    });
  });

  test('an empty plan allows nothing', async () => {
    expect(await run(project({ 'plan.yaml': '[]\n' }), 'check', '--plan', 'plan.yaml')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('no step') as string,
    });
  });

  test.each<[string, string[], RegExp]>([
    ['no action', ['check'], /The action is missing/],
    ['two actions', ['check', 'a', 'b'], /too many arguments: .* See agent-safe check --help\.$/m],
    [
      'a file to validate',
      ['validate', 'a.yaml'],
      /too many arguments: agent-safe validate\. It checks a whole project/,
    ],
    ['no tests', ['test'], /argument is missing: .* run: agent-safe test tests\/$/m],
    ['JSON that is none', ['check', 'a', '--params', '{namespace: dev}'], /--params is not valid JSON, at character 2/],
    ['params that are no object', ['check', 'a', '--params', '[]'], /must be a JSON object, but it is an array/],
    ['a key given twice', ['check', 'a', '--params', '{"a":1,"a":2}'], /gives the key "a" twice/],
    [
      'a file of params that is not there',
      ['check', 'a', '--params', '@nowhere'],
      /--params @nowhere: the file cannot be read \(ENOENT\)\. Name a file that exists\./,
    ],
    ['a device for a file', ['check', 'a', '--params', '@/dev/zero'], /not a regular file/],
    ['a plan with an action', ['check', 'a', '--plan', 'b'], /the plan has them/],
    ['an option that is unknown', ['check', 'a', '--traget', 'b'], /no option --traget\. Did you mean "--target"\?/],
    ['an option that every object inherits', ['check', 'a', '--constructor'], /no option --constructor/],
    ['an option without its value', ['check', 'a', '--target'], /--target needs a value/],
    ['an option whose value is an option', ['check', 'a', '--target', '--caller', 'b'], /--target needs a value/],
    ['an option given twice', ['check', 'a', '--target', 'b', '--target', 'c'], /--target is given twice/],
    ['settings and none', ['check', 'a', '--config', 'b', '--no-config'], /cannot be combined/],
    ['a command that is unknown', ['chekc'], /no command "chekc"\. Did you mean "check"\?/],
  ])('%s is a usage error, exit 2', async (_, argv, message) => {
    expect(await run(project(), ...argv)).toMatchObject({ exit: 2, err: expect.stringMatching(message) as string });
  });

  test('an error names code, file, line and fix, exit 1', async () => {
    const folder = project({
      'policies/more.yaml': 'rules:\n  - name: x\n    mtach: {}\n    decision: allow\n    reason: y\n',
    });
    const { err, exit, out } = await run(folder, ...DEV);
    expect([exit, out]).toEqual([1, '']);
    expect(err).toMatch(
      /^ERR_POLICY_INVALID: The project files have[^\n]*\n[\s\S]*policies\/more\.yaml:3:5: The key "mtach" is not known here\. Did you mean "match"\?/,
    );
    const json = await run(folder, ...DEV, '--json');
    expect(json.exit).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      error: {
        code: 'ERR_POLICY_INVALID',
        problems: expect.arrayContaining([expect.objectContaining({ line: 3 })]) as unknown,
      },
    });
  });

  test('without a project explains how to create one', async () => {
    const folder = makeFolder();
    expect(await run(folder, ...DEV)).toMatchObject({
      exit: 1,
      err: expect.stringMatching(
        /ERR_CONFIG_NOT_FOUND: .*Run "agent-safe init".* --registry PATH --policies PATH\./,
      ) as string,
    });
  });

  test('text of an agent cannot control the terminal', async () => {
    const { out } = await run(project(), 'check', 'restart\u001b[2J', '--target', 'dev/\u202etest');
    expect(out).not.toContain('\u001b');
    expect(out).not.toContain('\u202e');
    expect(out).toContain('restart\\u001b[2J');
    const plan = '- action: a\n  params: { "\\e[2JALLOW": .nan }\n- { action: "x\\x9b", acton: 1 }\n';
    const { err } = await run(project({ 'plan.yaml': plan }), 'check', '--plan', 'plan.yaml');
    expect(err.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    const json = await run(project(), 'check', 'a\u009b', '--target', 'b', '--json');
    expect(json.out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(json.out)).toMatchObject({ action: 'a\u009b' });
  });
});

test.each([
  ['an empty caller', '', /The caller is empty\. Give an identity token or a name/],
  ['a damaged token', 'eyJabc.def.ghi.', /A part of the token is not base64url, .* Check that it was copied/],
])('a check denies %s with the fix', async (_, caller, reason) => {
  expect(await run(project(), ...DEV.map((word) => (word === 'deploy-agent' ? caller : word)))).toMatchObject({
    exit: 3,
    out: expect.stringMatching(reason) as string,
  });
});

describe('check --quiet', () => {
  test('prints only the ticket', async () => {
    const folder = project();
    const { err, exit, out } = await run(folder, ...DEV, '--quiet');
    expect([exit, err]).toEqual([0, '']);
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect((await run(folder, 'ticket', 'verify', out.trim())).exit).toBe(0);
  });

  test('without a ticket prints the reason on the standard error, and nothing else', async () => {
    const denied = await run(project(), 'check', 'restart-deployment', '-q');
    expect(denied).toMatchObject({ exit: 3, out: '', err: expect.stringMatching(/^DENY — [^\n]+\.\n$/) as string });
    const asked = await run(project(), ...PROD, '--quiet');
    expect([asked.exit, asked.out]).toEqual([4, '']);
    expect(asked.err).toMatch(/^REQUIRE_APPROVAL — [^\n]+ \(request apr-[\w-]+\)\nrequest secret: \S+\n$/);
    const folder = project();
    rmSync(join(folder, '.agent-safe'), { recursive: true });
    expect(await run(folder, ...DEV, '--quiet', '--config', 'nowhere.yaml')).toMatchObject({
      exit: 1,
      out: '',
      err: expect.stringContaining('ERR_CONFIG_NOT_FOUND') as string,
    });
  });

  test.each([['--json'], ['--explain'], ['--plan', 'plan.yaml']])('excludes %s', async (...more) => {
    expect(await run(project(), 'check', ...more, '--quiet')).toMatchObject({
      exit: 2,
      err: more[0] === '--json' ? '' : `--quiet and ${more[0]} cannot be combined.\n`,
    });
  });
});

describe('list-actions', () => {
  test('lists the actions of the project', async () => {
    const { out } = await run(project(), 'list-actions', '--tag', 'kubernetes', '--risk', 'critical');
    expect(out).toMatch(
      /^ {2}ACTION +RISK +TARGET +PARAMETERS\n {2}delete-namespace +critical +k8s-namespace +namespace \[uid\]\n$/,
    );
  });

  test('lists the actions of the catalog without a project, with a notice', async () => {
    const { err, out } = await run(tmpdir(), 'list-actions', '--tag', 'kubernetes', '--risk', 'high', '--no-config');
    expect(out.split('\n').filter(Boolean)).toHaveLength(7);
    expect(err).toContain('the actions of the catalog');
  });

  test('--json prints whole actions', async () => {
    const { out } = await run(tmpdir(), 'list-actions', '--json', '--no-config');
    const actions = JSON.parse(out) as Record<string, unknown>[];
    expect(actions).toHaveLength(35);
    expect(Object.keys(actions[0] ?? {})).toEqual(
      expect.arrayContaining([
        'name',
        'version',
        'parameters',
        'risk_class',
        'target_types',
        'rollback_params',
        'state_fields',
        'credentials',
      ]),
    );
  });

  test('an unknown class is a usage error, and an unknown tag matches no action', async () => {
    expect(await run(project(), 'list-actions', '--risk', 'hihg')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('Did you mean "high"?') as string,
    });
    expect((await run(project(), 'list-actions', '--tag', 'x')).out).toMatch(
      /^No action matches\. The tags are: aws, /,
    );
  });
});

describe('validate', () => {
  test('reports every error in every file, with line and fix, exit 1', async () => {
    const folder = project({
      'agent-safe.yaml':
        'registry: ./actions\npolicies: ./policies\ninventory: ./inventory.yaml\nstrict: true\nstrickt: true\n',
      'actions/bad.yaml': 'name: bad name\nversion: 1.0.0\ndescription: x\nrisk_class: low\ntarget_types: [vm]\n',
      'policies/bad.yaml':
        'rules:\n  - name: x\n    match: { risk_classes: [hihg] }\n    decision: allow\n    reason: y\n',
      'tests/bad.yaml': 'tests:\n  - name: x\n    action: y\n    expects: allow\n',
    });
    const { exit, out } = await run(folder, 'validate');
    expect(exit).toBe(1);
    expect(out).toMatch(
      /agent-safe\.yaml:5:1: error: The key "strickt" is not known here\. {2}\[key_unknown\]\n {4}Did you mean "strict"\?/,
    );
    for (const place of ['actions/bad.yaml:1:7', 'policies/bad.yaml:3:29', 'tests/bad.yaml:4:5']) {
      expect(out).toMatch(new RegExp(`(^|/)${place}: error`, 'm'));
    }
  });

  test('is quiet about sample actions, rules and tests that a project with its own targets does not use', async () => {
    const folder = project({
      'inventory.yaml': `targets:
  - id: dev/shop
    type: k8s-deployment
    environment: dev
    sensitivity: internal
    bindings: { namespace: shop, deployment: web }
    scope: { cluster: dev }
`,
      'policies/default.yaml': `rules:
  - name: deploy
    match: { actions: [restart-deployment], callers: { roles: [deployer] } }
    decision: allow
    reason: Deployers restart the shop
`,
    });
    rmSync(join(folder, 'tests/default-policies.yaml'));
    expect(await run(folder, 'validate')).toEqual({
      exit: 0,
      err: '',
      out: '13 actions, 1 rule, 1 target, 0 tests: 0 errors, 0 warnings\n',
    });
    // An action of the project itself, or a changed copy, is meant to be used.
    const changed = readFileSync(join(folder, 'actions/delete-pod.yaml'), 'utf8').replace(
      /version: [\d.]+/,
      'version: 9.0.0',
    );
    writeFileSync(join(folder, 'actions/delete-pod.yaml'), changed);
    expect((await run(folder, 'validate')).out).toMatch(
      /actions\/delete-pod\.yaml:2:7: warning: The action "delete-pod" is always denied/,
    );
  });

  test('warns about targets that strict mode denies, and about bindings without effect', async () => {
    const target =
      'targets:\n  - { id: dev/a, type: k8s-deployment, environment: dev, sensitivity: public, bindings: { namespcae: dev } }\n';
    const own = 'name: own\nversion: 1.0.0\ndescription: Own\nrisk_class: low\ntarget_types: [vm]\n';
    const folder = project({ 'inventory.yaml': target, 'actions/own.yaml': own });
    const { exit, out } = await run(folder, 'validate', '--json');
    expect(exit).toBe(0);
    const { problems, valid } = JSON.parse(out) as {
      problems: { code: string; severity: string; fix: string }[];
      valid: boolean;
    };
    expect(valid).toBe(true);
    expect(problems.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['binding_idle', 'strict_unbound', 'strict_unscoped', 'action_unreachable']),
    );
    expect(problems[0]?.fix).toBe('Did you mean "namespace"?');
  });

  test('keys that other users can read are an error', async () => {
    const folder = project();
    const { chmodSync } = await import('node:fs');
    chmodSync(join(folder, '.agent-safe/keys.json'), 0o644);
    expect(await run(folder, 'validate')).toMatchObject({
      exit: 1,
      out: expect.stringContaining('chmod 600') as string,
    });
  });
});

describe('test', () => {
  test('shows expected result, actual result and reason, exit 5', async () => {
    const folder = project({
      'tests/wrong.yaml':
        'tests:\n  - name: prod is open\n    action: delete-namespace\n    target: prod/status-page-ns\n    params: { namespace: status-page }\n    expect: { result: allow, rule: null }\n',
    });
    const { exit, out } = await run(folder, 'test', 'tests/wrong.yaml', 'tests/default-policies.yaml');
    expect(exit).toBe(5);
    expect(out).toContain('FAILED prod is open\n');
    expect(out).toMatch(/wrong\.yaml:2:5/);
    expect(out).toContain(
      '  expected  result: allow\n  actual    result: deny\n  expected  rule: none\n  actual    rule: deny-delete-namespace-prod\n',
    );
    expect(out).toContain(
      '  why       Production namespace deletion is prohibited (rule deny-delete-namespace-prod)\n',
    );
    expect(out).toMatch(/23 passed, 1 failed\n$/);
    expect(JSON.parse((await run(folder, 'test', 'tests', '--json')).out)).toMatchObject({ passed: 23, failed: 1 });
  });

  test.each([
    ['a file that is not there', ['test', 'nowhere'], /The file or folder does not exist/],
    ['a folder without tests', ['test', 'empty'], /no policy test/],
    ['a file that holds no tests', ['test', 'inventory.yaml'], /The file is an inventory, not a file of policy tests/],
  ])('%s is an error, exit 1', async (_, argv, message) => {
    expect(await run(project({ 'empty/readme.txt': '' }), ...argv)).toMatchObject({
      exit: 1,
      err: expect.stringMatching(message) as string,
    });
  });
});

describe('check --explain', () => {
  const STAGING = ['check', 'restart-deployment', '--target', 'staging/api-server', '--caller', 'bob', '--params'];
  const PARAMS = '{"namespace":"staging","deployment":"api-server"}';

  test('shows each rule with its failed conditions, and changes that give another answer', async () => {
    const { exit, out } = await run(project(), ...STAGING, PARAMS, '--explain');
    expect(exit).toBe(3);
    expect(out).toContain(`  allow-deployer-staging (allow, priority 100): no
      callers.roles: needs deployer; there is none. The caller is unverified.
  allow-dev-all (allow, priority 10): no
      targets.environments: needs dev; it is staging
`);
    expect(out).toContain(
      '  ALLOW             with a verified caller, with the role "deployer": allow-deployer-staging would decide\n',
    );
  });

  test('is part of the JSON, for each step of a plan', async () => {
    const folder = project({ 'plan.yaml': '- { action: restart-deploymnt }\n- { action: get-pod-logs }\n' });
    const plan = JSON.parse((await run(folder, 'check', '--plan', 'plan.yaml', '--explain', '--json')).out) as {
      code: string;
      explanation: { rules: unknown[]; changes: { edits: { field: string; to: string }[] }[] };
    }[];
    expect(plan.map(({ code }) => code)).toEqual(['action_unknown', 'params_invalid']);
    expect(plan[0]?.explanation.changes[0]?.edits[0]).toMatchObject({ field: 'action', to: 'restart-deployment' });
  });

  test('shows the closest of many rules', async () => {
    const rules = Array.from(
      { length: 40 },
      (_, index) =>
        `  - { name: r${index}, match: { actions: [x], risk_classes: [critical] }, decision: deny, reason: x }\n`,
    ).join('');
    const folder = project({ 'policies/many.yaml': `rules:\n${rules}` });
    const { out } = await run(folder, ...STAGING, PARAMS, '--explain');
    expect(out).toContain('26 more do not match; --json shows them all');
    expect(out).toContain('allow-deployer-staging');
  });
});

describe('bundle', () => {
  test('writes one file that decides like the project', async () => {
    const folder = project();
    const { exit, out } = await run(folder, 'bundle', '--out', 'bundle.json');
    expect(exit).toBe(0);
    expect(out).toMatch(
      /^bundle\.json: revision 1, written \(13 actions, 6 rules, 16 targets\)\n {2}digest {2}[\w-]{43}\n$/,
    );
    const elsewhere = makeFolder();
    const bundle = ['--bundle', join(folder, 'bundle.json')];
    for (const argv of [DEV, PROD]) {
      const own = JSON.parse((await run(folder, ...argv, '--json')).out) as Record<string, unknown>;
      const bundled = JSON.parse((await run(elsewhere, ...argv, ...bundle, '--json')).out) as Record<string, unknown>;
      // The other folder has no keys and no state, so it has no tickets, risk scores or approvals.
      for (const key of ['ticket', 'cumulative_risk_score', 'cumulative_risk_class', 'request_id', 'request_secret']) {
        Reflect.deleteProperty(own, key);
      }
      const rest = { audit_id: expect.any(String) as string, evaluated_at: expect.any(String) as string };
      expect(bundled).toEqual({ ...own, ...rest, reason: expect.stringContaining(String(own.reason)) as string });
    }
    expect(await run(folder, 'test', 'tests', ...bundle)).toMatchObject({ exit: 0, out: '23 passed, 0 failed\n' });
  });

  test('increases the revision only if the content changed', async () => {
    const folder = project();
    const revise = async (...argv: string[]) => {
      const { exit, out } = await run(folder, 'bundle', '--out', 'b.json', '--json', ...argv);
      const { error, revision, state } = JSON.parse(out) as {
        revision?: number;
        state?: string;
        error?: { code: string };
      };
      return [exit, revision ?? error?.code, state];
    };
    expect(await revise()).toEqual([0, 1, 'written']);
    expect(await revise()).toEqual([0, 1, 'unchanged']);
    writeFileSync(
      join(folder, 'policies/more.yaml'),
      'rules: [{ name: m, match: {}, decision: deny, reason: More }]\n',
    );
    expect(await revise()).toEqual([0, 2, 'written']);
    expect(await revise('--revision', '7')).toEqual([0, 7, 'written']);
    expect(await revise('--revision', '6')).toEqual([1, 'ERR_BUNDLE_INVALID', undefined]);
    expect(await revise()).toEqual([0, 7, 'unchanged']);
    expect(existsSync(join(folder, 'b.json.next'))).toBe(false);
  });

  test('a check with it is recorded in the audit log of the project, or says that it is not recorded', async () => {
    const folder = project();
    await run(folder, 'bundle', '--out', 'bundle.json');
    const bundle = ['--bundle', join(folder, 'bundle.json'), '--json'];
    const auditIds = async () => {
      const { out } = await run(folder, 'audit', 'show', '--json');
      return out
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { event_id: string }).event_id);
    };
    const recorded = await run(join(folder, 'tests'), ...DEV, ...bundle);
    expect(recorded).toMatchObject({ exit: 0, err: '' });
    const { audit_id } = JSON.parse(recorded.out) as { audit_id: string };
    expect(await auditIds()).toEqual([audit_id]);

    const elsewhere = makeFolder();
    const unrecorded = /^This decision is not recorded: .* give --audit-log FILE\.\n$/;
    expect((await run(elsewhere, ...DEV, ...bundle)).err).toMatch(unrecorded);
    expect((await run(folder, ...DEV, ...bundle, '--no-config')).err).toMatch(unrecorded);
    expect(await run(elsewhere, ...DEV, ...bundle, '--audit-log', 'log.jsonl')).toMatchObject({ exit: 0, err: '' });
    expect(existsSync(join(elsewhere, 'log.jsonl'))).toBe(true);
    expect(await auditIds()).toHaveLength(1);

    // A decision that cannot be recorded is not allowed.
    rmSync(join(folder, 'audit.jsonl'));
    mkdirSync(join(folder, 'audit.jsonl'));
    const denied = await run(folder, ...DEV, ...bundle);
    expect(denied.exit).toBe(3);
    expect(JSON.parse(denied.out)).toMatchObject({ result: 'deny', code: 'audit_unavailable' });
  });

  test.each([
    ['without --out', ['bundle'], 2, /The path of the bundle is missing/],
    ['with a revision that is none', ['bundle', '--out', 'b', '--revision', '0'], 2, /whole number from 1/],
    ['over another file', ['bundle', '--out', 'inventory.yaml'], 1, /is not a bundle, and is not replaced/],
    ['while another one writes', ['bundle', '--out', 'busy'], 1, /Another process is writing the bundle/],
    ['into nowhere', ['bundle', '--out', 'no/where/b.json'], 1, /cannot be written/],
    [
      'beside paths',
      ['check', 'x', '--bundle', 'b', '--policies', 'p'],
      2,
      /--bundle and --policies cannot be combined/,
    ],
    ['that is not there', ['check', 'x', '--bundle', 'nowhere'], 1, /cannot be read: ENOENT/],
    ['that is none', ['check', 'x', '--bundle', 'inventory.yaml'], 1, /not valid JSON/],
  ])('%s is an error', async (_, argv, exit, message) => {
    const folder = project({ 'busy.next': '' });
    const before = readFileSync(join(folder, 'inventory.yaml'), 'utf8');
    expect(await run(folder, ...argv)).toMatchObject({ exit, err: expect.stringMatching(message) as string });
    expect(readFileSync(join(folder, 'inventory.yaml'), 'utf8')).toBe(before);
  });
});

describe('test --coverage and --mutate', () => {
  test('report rules without a test, with their place, and exit 5 below the limit', async () => {
    const folder = project({
      'one.yaml':
        'tests:\n  - { name: one, action: restart-deployment, target: dev/test-app, params: { namespace: dev, deployment: app }, expect: allow }\n',
    });
    const { exit, out } = await run(folder, 'test', 'one.yaml', '--coverage');
    expect(exit).toBe(0);
    expect(out).toContain('Coverage: 18.8 %, 3 of 16 rules and conditions');
    expect(out).toContain('policies/default.yaml:31:11: allow-read-actions-staging\n      this rule decides no test\n');
    expect(await run(folder, 'test', 'one.yaml', '--min-coverage', '26')).toMatchObject({
      exit: 5,
      err: 'The coverage is below 26 %.\n',
    });
    const mutated = await run(folder, 'test', 'one.yaml', '--mutate');
    expect(mutated.exit).toBe(5);
    expect(mutated.out).toContain('targets.environments with "staging" would make it');
  });

  test('report nothing in a new project', async () => {
    const { exit, out } = await run(project(), 'test', 'tests', '--min-coverage', '100', '--mutate', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ coverage: { percent: 100 }, mutations: { survivors: [] } });
  });
});

test('validate --max-warnings fails if there are more', async () => {
  expect((await run(project(), 'validate', '--max-warnings', '2')).exit).toBe(0);
  expect((await run(project(), 'validate', '--max-warnings', '1')).exit).toBe(1);
  expect((await run(project(), 'validate', '--max-warnings', 'few')).exit).toBe(2);
});

test.each([
  ['a decision', [...DEV, '--json-output'], 0],
  ['a list', ['list-actions', '--json-output'], 0],
  ['an error', ['check', 'x', '--plan', 'y', '--json-output'], 2],
])('%s is printed as JSON for --json-output, the option of 0.11', async (_, argv, exit) => {
  const { err, ...ran } = await run(project(), ...argv);
  expect([ran.exit, err]).toEqual([exit, '']);
  expect(() => JSON.parse(ran.out) as unknown).not.toThrow();
  expect((await run('/', argv[0] ?? '', '--help')).out).not.toContain('json-output');
});

describe('help', () => {
  test('lists each command on one line, below the heading of its group', async () => {
    const { out } = await run('/', '--help');
    const groups = out.split('\n\n').filter((part) => /^[A-Z][\w ]+:\n/.test(part));
    expect(groups.map((part) => part.split(':', 1)[0])).toEqual([
      'Project',
      'Decide',
      'Policies',
      'Identities',
      'Approvals',
      'Execute',
      'Server',
      'Audit log',
    ]);
    const lines = groups.flatMap((part) => part.split('\n').slice(1));
    for (const [name, { summary }] of Object.entries(COMMANDS)) {
      expect(lines.filter((line) => line.startsWith(`  ${name} `) && line.endsWith(`  ${summary}`))).toHaveLength(1);
    }
    expect(lines).toHaveLength(Object.keys(COMMANDS).length);
    expect((await run('/', 'approval', '--help')).out).not.toContain('  check ');
  });

  test('names and tables agree', () => {
    for (const [name, { command }] of Object.entries(COMMANDS)) expect(command.name).toBe(name);
  });

  test.each(Object.keys(COMMANDS))('%s --help shows usage, options, an example and exit codes', async (name) => {
    const { exit, out } = await run('/', ...name.split(' '), '--help');
    expect(exit).toBe(0);
    expect(out).toContain(`\nUsage: agent-safe ${name}`);
    expect(out).toContain('\nOptions:\n');
    expect(out).toMatch(/\nExamples:\n {2}\S/);
    expect(out).toMatch(/\nExit codes:\n {2}0 {2}\S[\s\S]*\n {2}2 {2}usage error\n/);
  });

  test('a default is shown beside its option', async () => {
    expect((await run('/', 'check', '--help')).out).toMatch(
      /--config FILE +Settings file \(default: agent-safe\.yaml in /,
    );
  });

  test('lists the commands and the exit codes', async () => {
    const { exit, out } = await run('/', '--help');
    expect(exit).toBe(0);
    for (const name of ['init', 'check', 'list-actions', 'validate', 'test']) expect(out).toContain(`  ${name}`);
    expect(out).toContain('3 denied, 4 approval required');
  });

  test('--version is that of the package', async () => {
    expect((await run('/', '--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
