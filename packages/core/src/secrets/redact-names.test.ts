import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../json/json.ts';
import { redactNames } from './redact-names.ts';
import { makeSecretNames, SECRET_NAMES } from './secret-names.ts';

describe('T51 names of secrets', () => {
  test.each(
    [
      'password db_password DB_PASSWORD dbPassword db-password data.DB_PASSWORD PGPASSWORD MYSQL_PWD password2 DB_PASSWORD_1',
      'passphrase Passcode adminpassword DBPassword password_hash new_password passwordConfirmation token TOKEN accessToken',
      'secret SecretString client_secret api_key apikey apiKey APIKey x-api-key private_key ssh-private-key tls.key',
      'aws_secret_access_key AWSSecretAccessKey authorization Proxy-Authorization cookie Set-Cookie connection_string',
      'ConnectionString credentials .dockerconfigjson signingKey',
    ].flatMap((names) => names.split(' ')),
  )('%s is one', (name) => {
    expect(SECRET_NAMES.has(name)).toBe(true);
  });

  test.each(
    [
      'token_count max_tokens secretName secret_name secret_arn secretRef password_policy password_length keyboard monkey',
      'namespace name deployment key keyId access_key_id publicKey nextToken page_token token_type tokenizer passenger',
      'compass bypass pin_count author authorizationUrl imagePullSecrets value replicas mapping pinned secretary token_ttl',
    ].flatMap((names) => names.split(' ')),
  )('%s is not the name of a secret', (name) => {
    expect(SECRET_NAMES.has(name)).toBe(false);
  });

  test('a project adds names, in every form', () => {
    const names = makeSecretNames(['badge_number']);
    expect(['badge_number', 'BADGE-NUMBER', 'badgeNumber', 'old.badgeNumber', 'password'].every(names.has)).toBe(true);
    expect(names.has('badge')).toBe(false);
    expect(redactNames({ badgeNumber: 'x-1' }, { names }).value).toEqual({ badgeNumber: '***' });
  });
});

const S = 'hunter2-of-the-db';

describe('T51 the value of a secret name is redacted', () => {
  test.each<[string, JsonValue]>([
    ['as a member', { password: S }],
    ['at depth', { a: [{ b: { data: { DB_PASSWORD: S } } }] }],
    ['as an object', { password: { value: S, more: [S] } }],
    ['as a list', { tokens: [S, S] }],
    ['as a variable of Kubernetes', { env: [{ name: 'DB_PASSWORD', value: S }] }],
    ['as a parameter of CloudFormation', [{ ParameterKey: 'DbPassword', ParameterValue: S }]],
    ['as a key and its value', { key: 'DB_PASSWORD', value: S, previous_value: S }],
    ['as a header', { headers: [['authorization', S]] }],
    ['as a line of a header', [`X-Api-Key: ${S} and more`]],
    ['as KEY=VALUE', [`DB_PASSWORD=${S} with blanks`]],
    ['as KEY=VALUE in a sentence', `It ran with DB_PASSWORD=${S}, and failed.`],
    ['as an option', ['mysql', '--password', S]],
    ['as an option with a sign', ['mysql', `--password=${S}`]],
    ['as an option in a text', `mysql --password ${S} -h db`],
    ['in JSON within a text', { patch: JSON.stringify({ data: { DB_PASSWORD: S } }) }],
    ['in JSON with a key twice', `{"token":"${S}","token":"${S}"}`],
    ['in JSON that is cut', `{"data":{"apiKey":"${S}`],
    ['in JSON within JSON', { a: JSON.stringify({ b: JSON.stringify({ clientSecret: S }) }) }],
    ['in YAML within a text', { 'application.yaml': `db:\n  host: x\n  password: ${S}\n` }],
    ['in a block of YAML', `db:\n  password: |\n    ${S}\n\n    ${S}\n  host: x`],
    ['in properties', `spring.datasource.password=${S}\nspring.datasource.url=x`],
    ['in XML', `<db><password>${S}</password></db>`],
    ['in a cookie', `curl -H 'Cookie: a=1; session=${S}'`],
    ['in a difference', `- DB_PASSWORD: old-${S}\n+ DB_PASSWORD: ${S}`],
    ['beside a quote', JSON.stringify({ password: `a"${S}` }).slice(0, -1)],
  ])('%s', (_, value) => {
    const { secrets, value: redacted } = redactNames(value);
    expect(JSON.stringify(redacted)).not.toContain(S);
    expect(JSON.stringify(redacted)).toContain('***');
    expect(secrets.join()).toContain(S);
    // A second redaction changes nothing.
    expect(redactNames(redacted).value).toEqual(redacted);
  });

  test('numbers too, but no count, truth value or empty text', () => {
    const value = { pin: 1234, tokens: 5, password: true, secret: null, token: '' };
    expect(redactNames(value).value).toEqual({ ...value, pin: '***' });
  });

  test('but no reference, mask or exempt name', () => {
    const value = {
      volumes: [{ name: 'tls', secret: { secretName: 'app-tls', optional: true } }],
      env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }],
      imagePullSecrets: [{ name: 'regcred' }],
      password: `hmac-sha256:${'a'.repeat(43)}`,
      secret: 'app-tls',
    };
    const { secrets, value: redacted } = redactNames(value, { exempt: new Set(['secret']) });
    expect(redacted).toEqual(value);
    expect(secrets).toEqual([]);
  });

  test('and text without a secret stays', () => {
    const texts = [
      'The token: it is not valid. Give another one.',
      'max_tokens=4096 token_count: 5',
      'https://example.com/a?page=2&next_token=abc',
      'The key "password" has no value.',
    ];
    expect(redactNames(texts).value).toEqual(texts);
  });
});

// A quadratic search would exceed the time limit of a test.
test.each<[string, string]>([
  ['names', 'password'.repeat(200_000)],
  ['names with signs', 'password='.repeat(100_000)],
  ['words', 'a-'.repeat(500_000)],
  ['blanks', `password${' '.repeat(1_000_000)}=`],
  ['quotes', `password="${'\\'.repeat(1_000_000)}`],
  ['options', '--password '.repeat(100_000)],
  ['tags', '<password>'.repeat(100_000)],
  ['lines', 'password:\n'.repeat(100_000)],
  ['brackets', '['.repeat(500_000)],
])('T51 %s take linear time', (_, text) => {
  expect(typeof redactNames(`password ${text}`).value).toBe('string');
  expect(typeof redactNames(text).value).toBe('string');
});
