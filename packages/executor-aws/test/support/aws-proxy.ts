import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { ENDPOINT } from './moto.ts';

/**
 * Fault of a request, instead of passing it on:
 * - `throttled`, `denied`, `failed`: answers with an error of the API, and passes nothing on
 * - `cut before`: closes the connection, and passes nothing on
 * - `cut after`: passes the request on, and closes the connection instead of answering
 * - `silent`: passes the request on, and never answers
 */
type Fault = 'throttled' | 'denied' | 'failed' | 'cut before' | 'cut after' | 'silent';

interface SeenRequest {
  /** `StopInstances`, `UpdateService`; for Lambda and S3, method and path, such as `PUT /bucket`. */
  readonly operation: string;
  /** `ec2`, `ecs`, … */
  readonly service: string;
  /** Access key that signed the request. */
  readonly accessKey: string;
  readonly userAgent: string;
  readonly body: string;
  /** Kind of a call of a function. */
  readonly invocation: string | string[] | undefined;
}

interface Planned {
  readonly operation: string | RegExp;
  readonly fault: Fault;
  left: number;
}

/** Proxy between an executor and the API of the tests. It records each request, and fails those that a test names. */
export interface AwsProxy {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Returns the requests for an operation. Dry runs do not count. */
  of(operation: string | RegExp): readonly SeenRequest[];
  /** Fails the next requests for an operation. Dry runs pass. */
  fail(operation: string | RegExp, fault: Fault, times?: number): void;
  /** Calls `kill` at the request with this number, from 1: before it is passed on, or before it is answered. */
  killAt(request: number, moment: 'before' | 'after', kill: () => void): void;
}

/** Starts a proxy on 127.0.0.1 until the end of the test. */
export async function openProxy(target = ENDPOINT): Promise<AwsProxy> {
  const requests: SeenRequest[] = [];
  const planned: Planned[] = [];
  let end: { readonly request: number; readonly moment: string; readonly kill: () => void } | undefined;
  const agent = new Agent({ keepAlive: true });
  const handle = async (from: IncomingMessage, to: ServerResponse): Promise<void> => {
    const body = await readAll(from);
    const seen = describe(from, body);
    requests.push(seen);
    if (requests.length === end?.request) {
      if (end.moment === 'after') await passOn(target, agent, from, body, undefined);
      end.kill();
      return;
    }
    const plan = isDryRun(seen) ? undefined : planned.find((each) => each.left > 0 && matches(each.operation, seen));
    if (plan === undefined) return passOn(target, agent, from, body, to);
    plan.left -= 1;
    return applyFault(plan.fault, seen, { target, agent, from, body, to });
  };
  const server = createServer((from, to) => void handle(from, to).catch(() => to.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    of: (operation) => requests.filter((each) => matches(operation, each) && !isDryRun(each)),
    fail(operation, fault, times = Number.POSITIVE_INFINITY) {
      planned.push({ operation, fault, left: times });
    },
    killAt(request, moment, kill) {
      end = { request, moment, kill };
    },
  };
}

function matches(operation: string | RegExp, seen: SeenRequest): boolean {
  return typeof operation === 'string' ? operation === seen.operation : operation.test(seen.operation);
}

function isDryRun({ body, invocation, service }: SeenRequest): boolean {
  return invocation === 'DryRun' || (service === 'ec2' && new URLSearchParams(body).get('DryRun') === 'true');
}

function describe({ headers, method, url }: IncomingMessage, bytes: Buffer): SeenRequest {
  const body = bytes.toString();
  const scope = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '');
  const [, accessKey = '', service = ''] = scope ?? [];
  const target = headers['x-amz-target'];
  const query = new URLSearchParams(body).get('Action');
  const operation =
    typeof target === 'string' ? (target.split('.').at(-1) ?? '') : (query ?? `${method ?? ''} ${url ?? ''}`);
  const userAgent = String(headers['x-amz-user-agent'] ?? headers['user-agent'] ?? '');
  return { operation, service, accessKey, userAgent, body, invocation: headers['x-amz-invocation-type'] };
}

interface Exchange {
  readonly target: string;
  readonly agent: Agent;
  readonly from: IncomingMessage;
  readonly body: Buffer;
  readonly to: ServerResponse;
}

async function applyFault(fault: Fault, seen: SeenRequest, exchange: Exchange): Promise<void> {
  const { agent, body, from, target, to } = exchange;
  switch (fault) {
    case 'throttled':
    case 'denied':
    case 'failed':
      return answer(to, ERRORS[fault][seen.service] ?? ERRORS[fault].other, seen.service);
    case 'cut before':
      from.socket.destroy();
      return;
    case 'cut after':
      await passOn(target, agent, from, body, undefined);
      from.socket.destroy();
      return;
    case 'silent':
      await passOn(target, agent, from, body, undefined);
  }
}

interface FaultAnswer {
  readonly status: number;
  readonly code: string;
}

/** Errors as the services report them, by the name of the service in a signature. */
const ERRORS: Readonly<
  Record<
    'throttled' | 'denied' | 'failed',
    { readonly other: FaultAnswer; readonly [service: string]: FaultAnswer | undefined }
  >
> = {
  throttled: {
    ec2: { status: 503, code: 'RequestLimitExceeded' },
    lambda: { status: 429, code: 'TooManyRequestsException' },
    s3: { status: 503, code: 'SlowDown' },
    iam: { status: 400, code: 'Throttling' },
    other: { status: 400, code: 'ThrottlingException' },
  },
  denied: {
    ec2: { status: 403, code: 'UnauthorizedOperation' },
    ecs: { status: 400, code: 'AccessDeniedException' },
    lambda: { status: 403, code: 'AccessDeniedException' },
    other: { status: 403, code: 'AccessDenied' },
  },
  failed: {
    ec2: { status: 500, code: 'InternalError' },
    ecs: { status: 500, code: 'ServerException' },
    lambda: { status: 500, code: 'ServiceException' },
    s3: { status: 500, code: 'InternalError' },
    other: { status: 500, code: 'ServiceFailure' },
  },
};

function answer(to: ServerResponse, { code, status }: FaultAnswer, service: string): void {
  const message = `The proxy of the tests answers ${code}.`;
  if (service === 'ecs' || service === 'lambda') {
    to.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code });
    to.end(JSON.stringify({ __type: code, message }));
    return;
  }
  const error = `<Code>${code}</Code><Message>${message}</Message>`;
  to.writeHead(status, { 'content-type': 'text/xml' });
  if (service === 'ec2')
    to.end(`<Response><Errors><Error>${error}</Error></Errors><RequestID>r</RequestID></Response>`);
  else if (service === 's3') to.end(`<?xml version="1.0"?><Error>${error}</Error>`);
  else to.end(`<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>r</RequestId></ErrorResponse>`);
}

/** Passes a request on. @param to undefined: the answer is dropped */
function passOn(
  target: string,
  agent: Agent,
  from: IncomingMessage,
  body: Buffer,
  to: ServerResponse | undefined,
): Promise<void> {
  return new Promise((resolve) => {
    const { headers, method, url = '/' } = from;
    // A failed upstream is a lost connection for the client.
    const giveUp = () => {
      to?.destroy();
      resolve();
    };
    const passed = request(new URL(url, target), { agent, method, headers }, (answered) => {
      answered.on('error', giveUp);
      answered.on('end', resolve);
      if (to === undefined) return answered.resume();
      to.writeHead(answered.statusCode ?? 500, answered.headers);
      return answered.pipe(to);
    });
    passed.on('error', giveUp);
    passed.end(body);
  });
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
