import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished, test } from 'vitest';
import { loadProject, readPolicyTests, readProject } from '../src/index.ts';

const RULES = 'rules:\n  - name: r\n    match: {}\n    decision: deny\n    reason: Because\n';

/** Returns `severity code: message` of each diagnostic of a folder of policies. */
function found(folder: string): readonly string[] {
  return readProject({ policies: folder }).diagnostics.map(
    ({ code, message, severity }) => `${severity} ${code}: ${message}`,
  );
}

function loads(folder: string): boolean {
  return loadProject({ policies: folder }).rules.length > 0;
}

test('T39 hidden names are ignored: lock links of editors, folders, and broken links', () => {
  const folder = makeFolder({
    'p.yaml': RULES,
    '.git/x.yaml': 'broken: [',
    '.#q.yaml': 'user@host.1:2',
    '.p.yaml.swp': 'x',
  });
  symlinkSync('user@host.example.com.4711:1767225600', join(folder, '.#p.yaml'));
  symlinkSync('.loop.yaml', join(folder, '.loop.yaml'));
  symlinkSync('..', join(folder, '.up'));
  execFileSync('mkfifo', [join(folder, '.pipe.yaml')]);
  expect(found(folder)).toEqual([]);
  expect(loads(folder)).toBe(true);
});

test('T39 a lock link of an editor changes no answer of the other folders either', () => {
  const folder = makeFolder({ 'tests/t.yaml': 'tests: []\n' });
  symlinkSync('user@host.1', join(folder, 'tests/.#t.yaml'));
  expect(readPolicyTests(join(folder, 'tests')).diagnostics).toEqual([]);
});

test('T39 a symbolic link that is broken or leads to itself is named', () => {
  const folder = makeFolder({ 'p.yaml': RULES });
  symlinkSync('gone.yaml', join(folder, 'link.yaml'));
  symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
  symlinkSync('p.yaml/inside', join(folder, 'through.yaml'));
  symlinkSync('elsewhere', join(folder, 'more'));
  symlinkSync('/gone/payments', join(folder, 'team.payments'));
  symlinkSync('elsewhere', join(folder, 'README.md'));
  const { diagnostics } = readProject({ policies: folder });
  expect(found(folder)).toEqual([
    'error link_broken: "link.yaml" cannot be read: it is a symbolic link to a file that does not exist, "gone.yaml".',
    'error link_loop: "loop.yaml" cannot be read: it is a symbolic link that leads back to itself.',
    'error link_broken: "more" cannot be read: it is a symbolic link to a file that does not exist, "elsewhere".',
    'error link_broken: "team.payments" cannot be read: it is a symbolic link to a file that does not exist, "/gone/payments".',
    'error link_broken: "through.yaml" cannot be read: it is a symbolic link to a file that does not exist, "p.yaml/inside".',
    'warning link_broken: "README.md" cannot be read: it is a symbolic link to a file that does not exist, "elsewhere".',
  ]);
  expect(diagnostics[0]).toMatchObject({
    file: join(folder, 'link.yaml'),
    fix: expect.stringContaining('remove the link'),
  });
  expect(() => loads(folder)).toThrow(/"link\.yaml" cannot be read/);
});

test('T39 a path of the settings that is a broken link is named', () => {
  const folder = makeFolder();
  symlinkSync('gone', join(folder, 'policies'));
  expect(found(join(folder, 'policies'))).toEqual([
    'error file_missing: The file or folder does not exist: the path is a broken symbolic link, "gone". It should contain policies.',
  ]);
});

test('T39 links to files and folders are followed, and a folder that contains itself is named', () => {
  const other = makeFolder({ 'q.yaml': RULES.replace('name: r', 'name: q') });
  const folder = makeFolder({ 'sub/p.yaml': RULES });
  symlinkSync(other, join(folder, 'outside'));
  expect(loadProject({ policies: folder }).rules.map(({ name }) => name)).toEqual(['q', 'r']);
  symlinkSync('..', join(folder, 'sub/up'));
  expect(found(folder)).toEqual(['error link_loop: "up" cannot be read: it is a link to a folder that contains it.']);
});

test('T39 pipes and sockets with the name of a document are refused without waiting', async () => {
  const folder = makeFolder({ 'p.yaml': RULES });
  execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
  const server = createServer().listen(join(folder, 'socket.yml'));
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  expect(found(folder)).toEqual([
    'error file_unreadable: "pipe.yaml" cannot be read: it is a pipe, a socket or a device.',
    'error file_unreadable: "socket.yml" cannot be read: it is a pipe, a socket or a device.',
  ]);
  expect(found(join(folder, 'pipe.yaml'))).toEqual([
    'error file_unreadable: The file cannot be read (not a regular file).',
  ]);
});

test('a folder with the name of a document is read as a folder', () => {
  expect(loads(makeFolder({ 'x.yaml/p.yaml': RULES }))).toBe(true);
});

test.skipIf(process.getuid?.() === 0)('T39 a file or folder without the right to read it is named', () => {
  const folder = makeFolder({ 'p.yaml': RULES, 'secret.yaml': RULES, 'closed/q.yaml': RULES });
  chmodSync(join(folder, 'secret.yaml'), 0);
  chmodSync(join(folder, 'closed'), 0);
  onTestFinished(() => chmodSync(join(folder, 'closed'), 0o700));
  expect(found(folder)).toEqual([
    'error file_unreadable: "closed" cannot be read (EACCES).',
    'error file_unreadable: "secret.yaml" cannot be read (EACCES).',
  ]);
});

test('T39 files that are not read are named, with the reason', () => {
  const folder = makeFolder({
    'p.yaml': RULES,
    'UPPER.YAML': RULES.replace('name: r', 'name: upper'),
    'short.YML': RULES.replace('name: r', 'name: short'),
    'node_modules/q.yaml': RULES,
    'sub/node_modules/q.yaml': RULES,
    'p.ymal': RULES,
    'x.yaml~': RULES,
    'policies.yaml.bak': RULES,
    '#p.yaml#': RULES,
    'freeze.yaml.txt': RULES,
    'p.json': '{}',
    'p.yaml ': RULES,
    'p,yaml': RULES,
    freeze: RULES,
    'freeze.disabled': RULES,
    'README.md': 'x',
    LICENSE: 'x',
    'notes.txt': 'x',
    'check.test.ts': 'x',
  });
  const { diagnostics, rules } = readProject({ policies: folder });
  expect(rules.map(({ document }) => document.name)).toEqual(['upper', 'r', 'short']);
  expect(diagnostics.map(({ file = '' }) => file.slice(folder.length + 1)).sort()).toEqual(
    [
      '#p.yaml#',
      'freeze',
      'freeze.disabled',
      'freeze.yaml.txt',
      'node_modules',
      'p,yaml',
      'p.json',
      'p.yaml ',
      'p.ymal',
      'policies.yaml.bak',
      'sub/node_modules',
      'x.yaml~',
    ].sort(),
  );
  for (const diagnostic of diagnostics)
    expect(diagnostic).toMatchObject({ severity: 'warning', code: 'file_skipped', fix: expect.stringMatching(/\.$/) });
  expect(diagnostics.find(({ file }) => file?.endsWith('p.ymal'))?.message).toBe(
    '"p.ymal" is not read: its name does not end in .yaml or .yml.',
  );
});

test('thousands of unread files get 50 warnings and a count', () => {
  const folder = makeFolder({ 'p.yaml': RULES });
  for (let place = 0; place < 60; place++) writeFileSync(join(folder, `${place}.bak`), '');
  const all = found(folder);
  expect(all).toHaveLength(51);
  expect(all.at(-1)).toBe('warning file_skipped: The folder has 10 more entries that are not read.');
});

test('T39 folders that are nested too deeply are named', () => {
  const folder = makeFolder({ 'p.yaml': RULES });
  mkdirSync(join(folder, ...new Array<string>(20).fill('d')), { recursive: true });
  expect(found(folder)).toEqual(['error folder_deep: "d" cannot be read: the folders are nested too deeply.']);
});

test('T39 a name that is not UTF-8 is refused', () => {
  const folder = makeFolder({ 'p.yaml': RULES, 'q.yaml': RULES });
  renameSync(
    join(folder, 'q.yaml'),
    Buffer.concat([Buffer.from(join(folder, 'q')), Buffer.from([0xff]), Buffer.from('.yaml')]),
  );
  expect(found(folder)).toEqual([expect.stringContaining('cannot be read: its name is not valid UTF-8')]);
});
