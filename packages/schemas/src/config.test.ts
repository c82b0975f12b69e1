import { describe, expect, test } from 'vitest';
import { readConfig } from './index.ts';

/** `path: message fix`, as far as there are findings. */
function say(document: unknown): string {
  return readConfig(document)
    .findings.map(({ fix, message, path }) => `${path.join('.')}: ${message} ${fix ?? ''}`.trim())
    .join('\n');
}

describe('what agent-safe.yaml says of tokens', () => {
  const defaults = {
    issuer: 'agent-safe',
    delegation: { max_depth: 5, grants: [] },
    tickets: { audience: 'agent-safe-runner', ttl_seconds: 300 },
  };

  test.each<[string, object]>([
    ['nothing', {}],
    ['null', { issuer: null, delegation: null, tickets: null, state: null }],
    ['an empty mapping', { delegation: {}, tickets: {} }],
    ['null members', { delegation: { max_depth: null, grants: null }, tickets: { audience: null, ttl_seconds: null } }],
  ])('%s leaves the defaults', (_, given) => {
    expect(readConfig(given)).toMatchObject({ document: defaults, findings: [] });
  });

  test('a member that is given leaves the other one its default', () => {
    const { document } = readConfig({ delegation: { max_depth: 1 }, tickets: { audience: 'ci' } });
    expect(document).toMatchObject({
      delegation: { max_depth: 1, grants: [] },
      tickets: { audience: 'ci', ttl_seconds: 300 },
    });
  });

  test('two grants of one parent are fine', () => {
    const grants = [
      { parent: 'orchestrator', children: ['worker-*'] },
      { parent: 'orchestrator', children: ['auditor'] },
    ];
    expect(readConfig({ delegation: { grants } })).toMatchObject({
      document: { delegation: { grants } },
      findings: [],
    });
  });

  test.each<[string, object]>([
    ['delegation.max_depth', { delegation: { max_depth: 1 } }],
    ['delegation.max_depth', { delegation: { max_depth: 16 } }],
    ['tickets.ttl_seconds', { tickets: { ttl_seconds: 1 } }],
    ['tickets.ttl_seconds', { tickets: { ttl_seconds: 86_400 } }],
  ])('%s may be %j', (_, given) => {
    expect(say(given)).toBe('');
  });

  test.each<[string, object]>([
    ['delegation.max_depth', { delegation: { max_depth: 0 } }],
    ['delegation.max_depth', { delegation: { max_depth: 17 } }],
    ['delegation.max_depth', { delegation: { max_depth: 1.5 } }],
    ['delegation.max_depth', { delegation: { max_depth: '5' } }],
    ['delegation.grants', { delegation: { grants: {} } }],
    ['delegation.grants.0', { delegation: { grants: [{ parent: 'a' }] } }],
    ['delegation.grants.0', { delegation: { grants: [{ children: ['a'] }] } }],
    ['delegation.grants.0.parent', { delegation: { grants: [{ parent: ' a', children: [] }] } }],
    ['delegation.grants.0.children', { delegation: { grants: [{ parent: 'a', children: 'b' }] } }],
    ['delegation.grants.0.children.0', { delegation: { grants: [{ parent: 'a', children: [''] }] } }],
    ['tickets.ttl_seconds', { tickets: { ttl_seconds: 0 } }],
    ['tickets.ttl_seconds', { tickets: { ttl_seconds: 86_401 } }],
    ['tickets.audience', { tickets: { audience: '' } }],
    ['issuer', { issuer: '' }],
    ['state', { state: '' }],
    ['state', { state: 7 }],
  ])('a mistake is found at %s: %j', (path, given) => {
    expect(say(given)).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')}[.:]`));
  });

  test.each<[string, object, string]>([
    ['isuer', { isuer: 'a' }, 'issuer'],
    ['max_dept', { delegation: { max_dept: 3 } }, 'max_depth'],
    ['grant', { delegation: { grant: [] } }, 'grants'],
    ['child', { delegation: { grants: [{ parent: 'a', childen: [] }] } }, 'children'],
    ['ttl_second', { tickets: { ttl_second: 3 } }, 'ttl_seconds'],
  ])('T04 a misspelt key (%s) is refused, with the one that was meant', (_, given, meant) => {
    expect(say(given)).toContain(`Did you mean "${meant}"?`);
  });
});
