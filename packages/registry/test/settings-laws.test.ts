import { approvalsShape, notifierShape } from '@agent-safe/approvals';
import { destinationShape } from '@agent-safe/audit';
import { list, type Shape, ShapeError } from '@agent-safe/core/options';
import { cumulativeRiskShape, rateLimitShape } from '@agent-safe/risk';
import { readConfig } from '@agent-safe/schemas';
import { checkLaw } from '@agent-safe/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { auditLogShape } from '../src/settings/audit-log-settings.ts';
import { runnerShape } from '../src/settings/runner-settings.ts';
import { delegationShape, ticketsShape } from '../src/settings/token-settings.ts';

type Values = fc.Arbitrary<unknown>;

const longest = 'n'.repeat(256);
const anyText = fc.constantFrom(
  'a',
  'a b',
  'a  b',
  ' a',
  ' ',
  '',
  'A_B',
  '1A',
  'a\nb',
  'é',
  'a\u200b',
  longest,
  `${longest}n`,
);
const anyNumber = fc.oneof(
  fc.constantFrom(0, -0, 1, 2, 16, 17, 100, 101, 4_095, 4_096, 86_400, 86_401, 2_000_000, 2_000_001, 2 ** 53),
  fc.constantFrom(0.001, 0.000_9, 1.5, 31_536_000, 31_536_000.5, 1_000_000_000, 1_000_000_001, -1),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER),
);
const anyValue: Values = fc.oneof(
  anyText,
  anyNumber,
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom([], {}, [''], ['a'], [7], { a: 1 }),
);
/** Mostly valid values, and often nearly valid ones. */
function near(right: Values, edges: Values): Values {
  return fc.oneof({ weight: 4, arbitrary: right }, { weight: 1, arbitrary: edges });
}

function integer(least: number, most = Number.MAX_SAFE_INTEGER): Values {
  return near(fc.integer({ min: least, max: most }), fc.constantFrom(least, least - 1, most, most + 1, least + 0.5));
}

const seconds = near(
  fc.double({ min: 0.001, max: 31_536_000, noNaN: true }),
  fc.constantFrom(0.001, 0.000_9, 31_536_000, 31_536_000.5, 0, -1),
);
const aName = near(fc.constantFrom('a', 'an agent', longest), anyText);
const aText = near(fc.constantFrom('a', ' a '), fc.constantFrom('', ' ', '\n'));
const witnessUrl = near(
  fc.constantFrom('https://w.example', 'http://127.0.0.1:1/w/'),
  fc.constantFrom('https://w.example/?a', 'https://w.example/#a', 'https://a b', 'ftp://w.example', ''),
);
const witnessKey = near(
  fc.constantFrom('w.example/1+00c0ffee+BAAA', 'w+deadbeef+BA=='),
  fc.constantFrom(
    'w.example',
    'w+00c0ffee+',
    'w+00C0FFEE+BAAA',
    'a b+00c0ffee+BAAA',
    'a+b+00c0ffee+BAAA',
    'w+00c0ffee+BA===',
  ),
);
const variable = near(fc.constantFrom('A_B', 'url', '_1'), anyText);

/** Mostly a valid value, sometimes any other. */
function mostly(right: Values, others: Values = anyValue): Values {
  return fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: others });
}

/** Some of the keys, mostly with valid values, and sometimes an unknown key. */
function settings(members: Readonly<Record<string, Values>>, required: Readonly<Record<string, Values>> = {}): Values {
  const known = { ...members, ...required };
  const right = Object.fromEntries(Object.entries(known).map(([key, value]) => [key, mostly(value)]));
  const unknown = fc.constantFrom('surprise', 'Path', 'ttl', 'constructor', '');
  const given = fc.record(right, { requiredKeys: Object.keys(required) });
  const misspelled = fc.tuple(given, unknown, anyValue).map(([entry, key, value]) => ({ ...entry, [key]: value }));
  const lacking = fc.record(right, { requiredKeys: [] });
  return mostly(given, fc.oneof(misspelled, lacking, anyValue));
}

const listOf = (entry: Values) => fc.array(mostly(entry), { maxLength: 3 });
const mapOf = (entry: Values) =>
  fc.dictionary(fc.constantFrom('a', 'b c', 'constructor', ''), mostly(entry), { maxKeys: 3 });
const requirement = { quorum: integer(1, 100), roles: listOf(aName), groups: listOf(aName) };
const webhookMembers = { url: aText, url_env: variable, secret_env: variable, allow_private: fc.boolean() };
const webhook = settings(webhookMembers, { backend: fc.constant('webhook') });
const format = near(fc.constantFrom('agent-safe', 'ocsf', 'cloudevents', 'otlp'), anyText);
const score = integer(0, 1_000_000_000);

const laws: readonly [key: string, shape: Shape<unknown>, values: Values][] = [
  [
    'rate_limit',
    rateLimitShape,
    settings({
      max_requests: integer(1),
      window_seconds: seconds,
      circuit_breaker_threshold: integer(0),
      circuit_breaker_window_seconds: seconds,
      circuit_breaker_cooldown_seconds: seconds,
    }),
  ],
  [
    'cumulative_risk',
    cumulativeRiskShape,
    settings({
      window_seconds: seconds,
      escalation_threshold: near(fc.integer({ min: 1, max: 80 }), integer(1)),
      deny_threshold: near(fc.integer({ min: 20, max: 100 }), integer(1)),
      risk_scores: settings({ low: score, medium: score, high: score, critical: score }),
    }),
  ],
  [
    'approvals',
    approvalsShape,
    settings({ ttl_seconds: seconds, ...requirement, rules: mapOf(settings(requirement)) }),
  ],
  [
    'approvals.notifiers',
    list(notifierShape),
    listOf(
      fc.oneof(
        webhook,
        settings(
          { allow_private: fc.boolean(), buttons: fc.boolean() },
          { backend: fc.constant('slack'), url_env: variable },
        ),
      ),
    ),
  ],
  [
    'delegation',
    delegationShape,
    settings({ max_depth: integer(1, 16), grants: listOf(settings({}, { parent: aName, children: listOf(aText) })) }),
  ],
  ['tickets', ticketsShape, settings({ audience: aText, ttl_seconds: integer(1, 86_400) })],
  [
    'audit_log',
    auditLogShape,
    fc.oneof(
      anyText,
      settings(
        {
          max_bytes: integer(4_096),
          checkpoint_events: integer(1),
          checkpoint_seconds: integer(1, 2_000_000),
          witnesses: listOf(settings({ allow_private: fc.boolean() }, { url: witnessUrl, key: witnessKey })),
        },
        { path: aText },
      ),
    ),
  ],
  [
    'audit_shippers',
    list(destinationShape),
    listOf(
      fc.oneof(
        settings(
          { ...webhookMembers, batch: integer(1, 1_000), format, authorization_env: variable },
          { backend: fc.constant('webhook') },
        ),
        settings({ format }, { backend: fc.constant('filesystem'), path: aText }),
        settings(
          { prefix: anyText, region: aText, endpoint: aText, format },
          { backend: fc.constant('s3'), bucket: aText },
        ),
        settings(
          { port: integer(1, 65_535), ca_file: aText, cert_file: aText, key_file: aText, format },
          { backend: fc.constant('syslog'), host: aText },
        ),
        settings({ format }, { backend: fc.constant('stdout') }),
      ),
    ),
  ],
  [
    'runner',
    runnerShape,
    settings({
      accounts: mapOf(
        settings(
          {
            role_arn: near(fc.constant('arn:aws:iam::123456789012:role/agent'), anyText),
            external_id: aText,
            endpoint_url: near(fc.constantFrom('https://aws.example.com', 'http://127.0.0.1:5000'), anyText),
            profile: aName,
          },
          { account_id: near(fc.constant('123456789012'), anyText), region: aName },
        ),
      ),
      clusters: mapOf(settings({ kubeconfig: aText, context: aName }, { uid: aName })),
      command_allowlist: listOf(fc.oneof(near(fc.constantFrom('ls', 'ls -l'), anyText), listOf(anyText))),
      blocking_prechecks: listOf(aName),
      ambient_credentials: fc.boolean(),
      kubectl: aText,
    }),
  ],
];

const REFUSED = 'refused';

function readByShape(shape: Shape<unknown>, value: unknown): unknown {
  try {
    shape.check(value, 'option');
  } catch (error) {
    if (error instanceof ShapeError) return REFUSED;
    throw error;
  }
  return shape.fill(value);
}

function readBySchema(key: string, value: unknown): unknown {
  const [name = '', member] = key.split('.');
  const given = { [name]: member === undefined ? value : { [member]: value } };
  const config = readConfig(name === 'audit_shippers' ? { audit_log: 'audit.jsonl', ...given } : given).document;
  if (config === undefined) return REFUSED;
  if (name !== 'approvals') return config[name as keyof typeof config];
  const { notifiers, ...approvals } = config.approvals;
  return member === undefined ? approvals : notifiers;
}

test.each(laws)('law: a file and a program accept the same values for %s', (key, shape, values) => {
  const seen = { refused: 0, taken: 0 };
  const property = fc.property(values, (value) => {
    // In a file, a key without a value is left out.
    if (value === null) return;
    const result = readByShape(shape, value);
    seen[result === REFUSED ? 'refused' : 'taken']++;
    expect(result).toEqual(readBySchema(key, value));
  });
  checkLaw(`a file and a program accept the same ${key}`, property, { runs: 20_000 });
  // The law proves little if it sees only one result.
  expect(seen.refused).toBeGreaterThan(50);
  expect(seen.taken).toBeGreaterThan(50);
});
