import { chmodSync, chownSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { loadKeys } from '../keys/keys.ts';
import { generateKeys, rotateKeys } from '../keys/make-keys.ts';
import { loadConfig, resolveSettings } from './config.ts';
import { findConfig } from './find-config.ts';
import { requirePaths } from './settings.ts';

describe('agent-safe.yaml', () => {
  test('is searched upwards, and its paths are relative to the file', () => {
    const folder = makeFolder({ 'agent-safe.yaml': 'registry: ./actions\npolicies: ../policies\nstrict: true\n' });
    const deep = join(folder, 'a/b');
    mkdirSync(deep, { recursive: true });
    expect(findConfig(deep)).toBe(join(folder, 'agent-safe.yaml'));
    expect(resolveSettings({ cwd: deep })).toMatchObject({
      configFile: join(folder, 'agent-safe.yaml'),
      registry: join(folder, 'actions'),
      policies: join(folder, '../policies'),
      inventory: undefined,
      strict: true,
      requireVerifiedCallers: false,
    });
  });

  test('an unreadable file is not skipped for a file further up', () => {
    const folder = makeFolder({
      'agent-safe.yaml': 'strict: false\n',
      'deep/.keep': '',
      'misnamed/agent-safe.yml': 'strict: true\n',
    });
    symlinkSync('/nowhere/agent-safe.yaml', join(folder, 'deep/agent-safe.yaml'));
    expect(() => resolveSettings({ cwd: join(folder, 'deep') })).toThrow(/The file or folder does not exist/);
    expect(() => resolveSettings({ cwd: join(folder, 'misnamed') })).toThrow(/Rename it to agent-safe\.yaml/);
  });

  test('an option overrides its setting; its path is relative to the working directory', () => {
    const folder = makeFolder({ 'agent-safe.yaml': 'registry: ./actions\npolicies: ./policies\nstrict: true\n' });
    const settings = resolveSettings({ cwd: folder, registry: 'other', strict: false });
    expect(settings).toMatchObject({
      registry: join(folder, 'other'),
      policies: join(folder, 'policies'),
      strict: false,
    });
  });

  test('config: false reads no file', () => {
    const folder = makeFolder({ 'agent-safe.yaml': 'strict: true\n' });
    expect(resolveSettings({ cwd: folder, config: false })).toMatchObject({ configFile: undefined, strict: false });
  });

  test('an empty file yields the defaults', () => {
    expect(loadConfig(join(makeFolder({ 'agent-safe.yaml': '# nothing\n' }), 'agent-safe.yaml'))).toMatchObject({
      strict: false,
    });
  });

  test.each<[string, RegExp]>([
    [
      'audit_shippers:\n  - { backend: filesystem, path: x }\n',
      /:1:1: "audit_shippers" needs an audit log\. Add "audit_log"/,
    ],
    [
      'audit_log: a\naudit_shippers:\n  - { backend: s4, bucket: x }\n',
      /:3:.*"filesystem", "s3", "webhook"|:3:.*filesystem, s3, webhook/,
    ],
    ['audit_log: a\naudit_shippers:\n  - { backend: s3, buckets: x }\n', /:3:.*"buckets" is not known here.*"bucket"/],
    ['audit_log: a\naudit_shippers:\n  - { backend: webhook }\n', /:3:.*either "url" or "url_env"/],
    ['audit_log: { path: a, max_byte: 5000 }\n', /:1:.*"max_byte" is not known here.*"max_bytes"/],
    ['audit_log: { path: a, checkpoint_seconds: 3000000 }\n', /:1:.*at most 2000000/],
    ['rate_limit:\n  max_request: 5\n', /:2:3: .*"max_request" is not known here.*"max_requests"/],
    [
      'cumulative_risk:\n  escalation_threshold: 30\n  deny_threshold: 20\n',
      /:3:19: "deny_threshold" \(20\) is below "escalation_threshold" \(30\)/,
    ],
    ['approvals:\n  quorum: 1\n  roles: []\n', /:3:3: "approvals" names no approvers\. Set "roles"/],
    ['approvals:\n  rules:\n    a:\n      roles: []\n', /:4:7: The rule "a" of "approvals" names no approvers/],
    ['approvals:\n  notifiers:\n    - backend: slack\n      url: x\n', /:4:7: .*"url" is not known.*"url_env"/],
  ])('%j is refused with its position and a fix', (text, message) => {
    const folder = makeFolder({ 'agent-safe.yaml': text });
    expect(() => loadConfig(join(folder, 'agent-safe.yaml'))).toThrow(message);
  });

  test('an audit log is a path or a mapping; all paths are relative to the file', () => {
    const text = 'audit_log: logs/audit.jsonl\naudit_shippers:\n  - { backend: filesystem, path: ../copy.jsonl }\n';
    const folder = makeFolder({ 'agent-safe.yaml': text });
    expect(resolveSettings({ cwd: folder })).toMatchObject({
      auditLog: { path: join(folder, 'logs/audit.jsonl'), checkpoint_events: 1_000, checkpoint_seconds: 3_600 },
      auditShippers: [{ backend: 'filesystem', path: join(folder, '../copy.jsonl') }],
    });
    expect(resolveSettings({ cwd: folder, auditLog: false }).auditLog).toBeUndefined();
    expect(resolveSettings({ cwd: folder, auditLog: { max_bytes: 5_000 } }).auditLog).toMatchObject({
      path: join(folder, 'logs/audit.jsonl'),
      max_bytes: 5_000,
    });
  });

  test.each<[string, string | undefined, string, RegExp]>([
    [
      'a misspelled key',
      'registri: ./actions\n',
      'ERR_CONFIG_INVALID',
      /agent-safe\.yaml:1:1: .*Did you mean "registry"\?/,
    ],
    [
      'a setting of another type',
      'strict: yes\n',
      'ERR_CONFIG_INVALID',
      /agent-safe\.yaml:1:9: .*must be true or false, but it is a string\. Write true\./,
    ],
    ['an invalid pattern', 'ticket_pattern: "(a)\\\\1"\n', 'ERR_CONFIG_INVALID', /agent-safe\.yaml:1:17/],
    ['no file', undefined, 'ERR_CONFIG_NOT_FOUND', /The file or folder does not exist/],
  ])('%s is an error', (_, text, code, message) => {
    const folder = makeFolder(text === undefined ? {} : { 'agent-safe.yaml': text });
    const load = () => loadConfig(join(folder, 'agent-safe.yaml'));
    expect(load).toThrow(message);
    expect(load).toThrow(expect.objectContaining({ code }));
  });

  test('missing paths of registry and policies are an error with a fix', () => {
    const folder = makeFolder();
    expect(() => requirePaths(resolveSettings({ cwd: folder, config: false }))).toThrow(/Run "agent-safe init"/);
    const half = makeFolder({ 'agent-safe.yaml': 'registry: ./actions\n' });
    expect(() => requirePaths(resolveSettings({ cwd: half }))).toThrow(/The configuration lacks the path of policies/);
  });
});

describe('keys', () => {
  const file = (text: string, mode = 0o600) => {
    const path = join(makeFolder({ 'keys.json': text }), 'keys.json');
    chmodSync(path, mode);
    return path;
  };

  test('new keys can be read, and differ each time', () => {
    const first = loadKeys(file(generateKeys()));
    const second = loadKeys(file(generateKeys()));
    expect(first.mask).toHaveLength(32);
    expect(first.mask).not.toEqual(second.mask);
  });

  test('all keys for approvals are read, newest last', () => {
    const first = generateKeys();
    const { text } = rotateKeys(first, { purpose: 'approval', now: 0, overlap: 0, signsIn: 0 });
    const [older] = loadKeys(file(first)).approvals;
    const { approvals } = loadKeys(file(text));
    expect(approvals).toHaveLength(2);
    expect(approvals[0]).toEqual(older);
    expect(approvals[1]).toHaveLength(32);
    expect(approvals[1]).not.toEqual(older);
  });

  test.each([0o640, 0o604, 0o660, 0o666])('a key file that other users can read is refused (mode %o)', (mode) => {
    expect(() => loadKeys(file(generateKeys(), mode))).toThrow(
      /Other users can read or change the key file .*chmod 600/,
    );
  });

  test('T47 a key file in a folder that every user can write is refused, unless the folder is sticky', () => {
    const path = file(generateKeys());
    chmodSync(dirname(path), 0o777);
    expect(() => loadKeys(path)).toThrow(/Other users can replace the key file: .*chmod o-w/);
    chmodSync(dirname(path), 0o1777);
    expect(loadKeys(path).tokens).toHaveLength(1);
    chmodSync(dirname(path), 0o775);
    expect(loadKeys(path).tokens).toHaveLength(1);
  });

  test.skipIf(process.getuid?.() !== 0)(
    'a key file of root may be readable for the group of another user, as in a pod (skipped without the rights of root)',
    () => {
      vi.spyOn(process, 'getuid').mockReturnValue(10_001);
      onTestFinished(() => void vi.restoreAllMocks());
      for (const mode of [0o440, 0o640]) expect(loadKeys(file(generateKeys(), mode)).tokens).toHaveLength(1);
      for (const mode of [0o644, 0o660, 0o444]) {
        expect(() => loadKeys(file(generateKeys(), mode))).toThrow(/Other users can read or change the key file/);
      }
      const own = file(generateKeys(), 0o640);
      chownSync(own, 10_001, 10_001);
      expect(() => loadKeys(own)).toThrow(/Other users can read or change the key file/);
    },
  );

  const key = (k: string) => JSON.stringify({ keys: [{ kid: 'a', purpose: 'mask', kty: 'oct', k }] });
  test.each([
    ['a key that is too short', key('c2hvcnQ')],
    ['a key that is not base64url', key('hunter2+hunter2+hunter2+hunter2+hunter2+hunter2=')],
    ['invalid JSON', '{"keys": [{"k": "hunter2hunter2hunter2hunter2", ]'],
    ['a key that is a number', key('1').replace('"1"', '12345678901234567890')],
    ['a key in the wrong place', key('x'.repeat(43)).replace('"mask"', '"hunter2hunter2"')],
    ['an unknown purpose', key('x'.repeat(43)).replace('mask', 'signing')],
  ])('T10 %s is refused, and T21 the error contains no part of the key', (_, text) => {
    const load = () => loadKeys(file(text));
    expect(load).toThrow(expect.objectContaining({ code: 'ERR_KEYS_INVALID' }));
    expect(load).toThrow(/^(?![\s\S]*(hunter2|1234567))/);
  });

  test('the error for a missing file names the fix', () => {
    expect(() => loadKeys(join(makeFolder(), 'keys.json'))).toThrow(/agent-safe init/);
  });
});
