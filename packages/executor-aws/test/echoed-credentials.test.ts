import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { AwsExecutor, AwsStsVault } from '../src/index.ts';

const TOKEN = 'IQoJb3JpZ2luX2VjEJr//////////planted+session/token==';
const SECRET = 'planted/secret+access/key';

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'planted-key-id');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET);
  vi.stubEnv('AWS_SESSION_TOKEN', TOKEN);
});

/** A server that quotes the request in its error, as AWS does if the signature is wrong: with the session token. */
async function openEcho(): Promise<string> {
  const server = createServer(({ headers }, to) => {
    const token = String(headers['x-amz-security-token']);
    const quoted = `x-amz-security-token:${token} ${encodeURIComponent(token)} ${SECRET}`;
    const message = `The Canonical String for this request should have been 'POST / ${quoted}'`;
    to.writeHead(403, { 'content-type': 'text/xml' });
    to.end(
      `<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>${message}</Message></Error></ErrorResponse>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function expectHidden(text: string): void {
  expect(text).toContain('SignatureDoesNotMatch');
  for (const secret of [TOKEN, encodeURIComponent(TOKEN), SECRET]) expect(text).not.toContain(secret);
  expect(text).toContain('x-amz-security-token:***');
}

const account = { account_id: '111122223333', region: 'us-east-1' };
const role_arn = 'arn:aws:iam::111122223333:role/agent-safe-executor';

test.each([
  ['the credentials of this machine', account],
  ['a role', { ...account, role_arn }],
])('T21 the executor quotes no credentials that an error of the API quotes: %s', async (_, given) => {
  const executor = new AwsExecutor({ accounts: { test: { ...given, endpoint_url: await openEcho() } } });
  const error: unknown = await executor.identify('test', 10_000).catch((thrown: unknown) => thrown);
  expectHidden(error instanceof Error ? error.message : '');
});

test('T21 the vault quotes no credentials that an error of STS quotes', async () => {
  const accounts = { test: { ...account, role_arn, endpoint_url: await openEcho() } };
  const tested = await new AwsStsVault({ accounts }).test('aws', AbortSignal.timeout(10_000));
  expectHidden(JSON.stringify(tested));
});
