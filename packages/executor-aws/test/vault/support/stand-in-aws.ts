import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

const ROLE_NAME = 'executor';
export const ROLE_ID = 'AROAEXECUTOR000000000';
export const ACCOUNT = '111122223333';
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/agents/${ROLE_NAME}`;
/** Characters of all inline policies of a role. */
const INLINE_LIMIT = 10_240;

/** A request to STS or IAM. */
export interface SeenCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, string>>;
  readonly accessKey: string;
  /** The region in the signature. */
  readonly region: string;
}

export interface ApiFault {
  readonly code: string;
  readonly message: string;
  readonly status?: number;
}

export type Answer = ApiFault | 'cut' | 'silent';

/** The role and the account of the stand-in. A test changes them. */
export interface StandInState {
  exists: boolean;
  externalId: string | undefined;
  /** Operations that the trust policy allows. */
  trusted: string[];
  /** Operations of IAM that the vault may call. */
  permitted: string[];
  maxSession: number;
  /** Access keys whose session has expired. */
  expired: string[];
  /** Access keys that exist. */
  keys: string[];
  disabledRegions: string[];
  /** Milliseconds that the clock of AWS is ahead of this machine. */
  ahead: number;
  /** Milliseconds that a test has advanced its clock. */
  passed: number;
  readonly policies: Map<string, string>;
  /** Answers to the next calls of an operation, instead of its own. */
  readonly planned: { operation: string; answer: Answer }[];
}

/**
 * Stand-in for STS and IAM. moto accepts what AWS refuses, so this server answers as AWS does: with the codes, statuses and messages of
 * AWS for a missing role, a trust policy, an external id, a wrong clock, wrong credentials and full policies.
 */
export async function openStandInAws() {
  const calls: SeenCall[] = [];
  const state: StandInState = {
    exists: true,
    externalId: undefined,
    trusted: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    permitted: ['GetRole', 'PutRolePolicy', 'DeleteRolePolicy', 'ListRolePolicies', 'GetRolePolicy'],
    maxSession: 3_600,
    expired: [],
    keys: ['AKIAVAULT'],
    disabledRegions: [],
    ahead: 0,
    passed: 0,
    policies: new Map(),
    planned: [],
  };
  const answerTo = async (from: IncomingMessage, to: ServerResponse) => {
    if (from.url === CONTAINER_PATH) {
      const AccessKeyId = from.headers.authorization === CONTAINER_TOKEN ? 'ASIACONTAINER' : '';
      to.end(JSON.stringify({ AccessKeyId, SecretAccessKey: 'a', Token: 'b', Expiration: inOneHour() }));
      return;
    }
    const call = await readCall(from);
    calls.push(call);
    const planned = state.planned.findIndex(({ operation }) => operation === call.operation);
    const [next] = planned === -1 ? [] : state.planned.splice(planned, 1);
    if (next?.answer === 'silent') return;
    if (next?.answer === 'cut') {
      from.socket.destroy();
      return;
    }
    const answer = next?.answer ?? findFault(state, call, from.headers['x-amz-date']) ?? answerCall(state, call);
    const isFault = typeof answer !== 'string';
    to.writeHead(isFault ? (answer.status ?? 403) : 200, { 'content-type': 'text/xml' });
    to.end(isFault ? renderFault(answer) : `<${call.operation}Response>${answer}</${call.operation}Response>`);
  };
  const server = createServer((from, to) => {
    answerTo(from, to).catch(() => from.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const of = (operation: string) => calls.filter((call) => call.operation === operation);
  const plan = (operation: string, ...answers: Answer[]) =>
    state.planned.push(...answers.map((answer) => ({ operation, answer })));
  return { url, state, calls, of, plan };
}

async function readCall(from: IncomingMessage): Promise<SeenCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of from) chunks.push(chunk as Buffer);
  const input = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
  const [, accessKey = '', region = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(from.headers.authorization ?? '') ?? [];
  return { operation: input.Action ?? '', input, accessKey, region };
}

/** Credentials of a container, such as of EKS Pod Identity. */
export const CONTAINER_PATH = '/v1/credentials';
export const CONTAINER_TOKEN = 'token-of-a-pod';
/** The token of a web identity, such as of IRSA. */
export const WEB_TOKEN = 'token-of-a-service-account';

function inOneHour(): string {
  return new Date(Date.now() + 3_600_000).toISOString();
}

/** The first request of a web identity is not signed. */
function assumeWithWebIdentity({ RoleSessionName = '', WebIdentityToken }: SeenCall['input']): string | ApiFault {
  if (WebIdentityToken !== WEB_TOKEN)
    return { code: 'InvalidIdentityToken', message: 'No OpenIDConnect provider found in your account', status: 400 };
  const keys = '<AccessKeyId>ASIAWEB</AccessKeyId><SecretAccessKey>a</SecretAccessKey><SessionToken>b</SessionToken>';
  const user = `<AssumedRoleUser><AssumedRoleId>AROAVAULT:${RoleSessionName}</AssumedRoleId><Arn>arn</Arn></AssumedRoleUser>`;
  return `<AssumeRoleWithWebIdentityResult><Credentials>${keys}<Expiration>${inOneHour()}</Expiration></Credentials>${user}</AssumeRoleWithWebIdentityResult>`;
}

/** Checks of every request, before its operation: the account, the signature and the clock. */
function findFault(
  state: StandInState,
  { accessKey, operation, region }: SeenCall,
  date: unknown,
): ApiFault | undefined {
  if (operation === 'AssumeRoleWithWebIdentity') return undefined;
  if (state.disabledRegions.includes(region)) {
    const how = 'Your account administrator can activate STS in this region using the IAM Console.';
    return {
      code: 'RegionDisabledException',
      message: `STS is not activated in this region for account:${ACCOUNT}. ${how}`,
    };
  }
  if (state.expired.includes(accessKey))
    return { code: 'ExpiredToken', message: 'The security token included in the request is expired' };
  if (!state.keys.includes(accessKey))
    return { code: 'InvalidClientTokenId', message: 'The security token included in the request is invalid.' };
  if (Math.abs(state.ahead) <= 15 * 60_000) return undefined;
  const now = Date.now() + state.ahead;
  const [server, limit] = [now, now - Math.sign(state.ahead) * 15 * 60_000].map(toAmzDate);
  const how = state.ahead > 0 ? ['expired', 'earlier', '-'] : ['not yet current', 'later', '+'];
  const message = `Signature ${how[0]}: ${String(date)} is ${how[0] === 'expired' ? 'now' : 'still'} ${how[1]} than ${limit} (${server} ${how[2]} 15 min.)`;
  return { code: 'SignatureDoesNotMatch', message };
}

function toAmzDate(time: number): string {
  return new Date(time).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

function answerCall(state: StandInState, call: SeenCall): string | ApiFault {
  const { input, operation } = call;
  if (operation === 'AssumeRole') return assumeRole(state, input);
  if (operation === 'AssumeRoleWithWebIdentity') return assumeWithWebIdentity(input);
  const { PolicyDocument = '', PolicyName = '', RoleName = '' } = input;
  if (!state.permitted.includes(operation)) return denied(`iam:${operation}`);
  if (!state.exists || RoleName !== ROLE_NAME) {
    const message = `The role with name ${RoleName} cannot be found.`;
    return { code: 'NoSuchEntity', message, status: 404 };
  }
  const { policies } = state;
  switch (operation) {
    case 'GetRole':
      return `<GetRoleResult><Role><RoleName>${ROLE_NAME}</RoleName><RoleId>${ROLE_ID}</RoleId><AssumeRolePolicyDocument>${encodeURIComponent(trustPolicy(state))}</AssumeRolePolicyDocument></Role></GetRoleResult>`;
    case 'PutRolePolicy': {
      const others = [...policies]
        .filter(([name]) => name !== PolicyName)
        .reduce((sum, [, text]) => sum + text.length, 0);
      if (others + PolicyDocument.length > INLINE_LIMIT) {
        const message = `Maximum policy size of ${INLINE_LIMIT} bytes exceeded for role ${ROLE_NAME}`;
        return { code: 'LimitExceeded', message, status: 409 };
      }
      policies.set(PolicyName, PolicyDocument);
      return '';
    }
    case 'GetRolePolicy':
    case 'DeleteRolePolicy': {
      const document = policies.get(PolicyName);
      if (document === undefined)
        return {
          code: 'NoSuchEntity',
          message: `The role policy with name ${PolicyName} cannot be found.`,
          status: 404,
        };
      if (operation === 'DeleteRolePolicy') policies.delete(PolicyName);
      return `<GetRolePolicyResult><PolicyDocument>${encodeURIComponent(document)}</PolicyDocument></GetRolePolicyResult>`;
    }
    case 'ListRolePolicies': {
      // Two on a page.
      const start = Number(input.Marker ?? 0);
      const names = [...policies.keys()];
      const page = names.slice(start, start + 2).map((name) => `<member>${name}</member>`);
      const hasMore = start + 2 < names.length;
      return `<ListRolePoliciesResult><PolicyNames>${page.join('')}</PolicyNames><IsTruncated>${hasMore}</IsTruncated>${hasMore ? `<Marker>${start + 2}</Marker>` : ''}</ListRolePoliciesResult>`;
    }
    default:
      return { code: 'InvalidAction', message: `Could not find operation ${operation}.`, status: 400 };
  }
}

function trustPolicy({ externalId }: StandInState): string {
  const Condition = externalId === undefined ? undefined : { StringEquals: { 'sts:ExternalId': externalId } };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Condition }],
  });
}

function denied(action: string): ApiFault {
  const message = `User: arn:aws:iam::${ACCOUNT}:user/vault is not authorized to perform: ${action} on resource: ${ROLE_ARN}`;
  return { code: 'AccessDenied', message };
}

function assumeRole(state: StandInState, input: SeenCall['input']): string | ApiFault {
  const invalid = (message: string): ApiFault => ({ code: 'ValidationError', message, status: 400 });
  const name = input.RoleSessionName ?? '';
  for (const [member, value] of [
    ['roleSessionName', name],
    ['sourceIdentity', input.SourceIdentity ?? ''],
  ] as const) {
    if (!/^[\w+=,.@-]{2,64}$/.test(value))
      return invalid(`1 validation error detected: Value at '${member}' failed to satisfy constraint`);
  }
  const tags = Object.entries(input).filter(([key]) => /^Tags\.member\.\d+\.Value$/.test(key));
  if (tags.some(([, value]) => !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value)))
    return invalid("Value at 'tags' failed to satisfy constraint");
  if ((input.Policy ?? '').length > 2_048)
    return invalid(
      "Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048",
    );
  const seconds = Number(input.DurationSeconds);
  if (!(seconds >= 900))
    return invalid(
      "Value at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    );
  // STS gives the same answer for a role that does not exist.
  const isTrusted = state.exists && input.RoleArn === ROLE_ARN && state.trusted.includes('sts:AssumeRole');
  if (!isTrusted || (state.externalId !== undefined && input.ExternalId !== state.externalId))
    return denied('sts:AssumeRole');
  const action = [...(tags.length > 0 ? ['sts:TagSession'] : []), 'sts:SetSourceIdentity'].find(
    (each) => !state.trusted.includes(each),
  );
  if (action !== undefined) return denied(action);
  if (seconds > state.maxSession)
    return invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  const expires = new Date(Date.now() + state.passed + seconds * 1_000).toISOString();
  const keys = `<AccessKeyId>ASIASESSION</AccessKeyId><SecretAccessKey>${SECRETS[0]}</SecretAccessKey><SessionToken>${SECRETS[1]}</SessionToken>`;
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/${ROLE_NAME}/${name}`;
  return `<AssumeRoleResult><Credentials>${keys}<Expiration>${expires}</Expiration></Credentials><AssumedRoleUser><AssumedRoleId>${ROLE_ID}:${name}</AssumedRoleId><Arn>${arn}</Arn></AssumedRoleUser></AssumeRoleResult>`;
}

/** The secret parts of each session. */
export const SECRETS = ['secret-key-of-a-session', 'token-of-a-session'] as const;

function renderFault({ code, message }: ApiFault): string {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
}
