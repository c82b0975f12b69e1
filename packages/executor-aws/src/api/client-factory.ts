import type { AwsCredentials } from './aws-credentials.ts';
import { type CredentialUser, hideCredentials } from './hide-credentials.ts';
import { type Clients, loadService, type Service } from './services.ts';

/** Region, address and credentials of a client. */
export interface ClientOptions {
  readonly region: string;
  /** Default: the endpoint of AWS, or of the environment. */
  readonly endpoint?: string | undefined;
  /** Default: the sources of the SDK, such as `AWS_*`, profiles, SSO and web identities. */
  readonly credentials?: AwsCredentials | undefined;
  readonly profile?: string | undefined;
  /** Id of the decision. CloudTrail records it with the user agent. */
  readonly auditId?: string | undefined;
  /** Attempts of each request, the first one included. Default: 1, because {@link Aws} decides which requests are repeated. */
  readonly maxAttempts?: number | undefined;
}

/** Milliseconds to establish a connection. */
const CONNECTION_TIMEOUT = 5_000;

const silent = () => undefined;
/** Waiters print warnings on the console without a logger. */
const LOGGER = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };

/**
 * Creates the client of a service.
 *
 * @throws RequestNotSent if the package of the service is not installed
 */
export async function createClient<Name extends Service>(name: Name, options: ClientOptions): Promise<Clients[Name]> {
  const { auditId, credentials, endpoint, maxAttempts = 1, profile, region } = options;
  const config: Config = {
    region,
    maxAttempts,
    logger: LOGGER,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT },
    customUserAgent: [auditId === undefined ? ['agent-safe'] : ['agent-safe', auditId]],
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
    ...(profile !== undefined && { profile }),
  };
  const client: Clients[Name] = await MAKERS[name](config);
  hideCredentials(client as unknown as CredentialUser);
  return client;
}

interface Config {
  readonly region: string;
  readonly maxAttempts: number;
  readonly logger: typeof LOGGER;
  readonly requestHandler: { readonly connectionTimeout: number };
  readonly customUserAgent: [string, string?][];
  readonly endpoint?: string;
  readonly credentials?: AwsCredentials;
  readonly profile?: string;
}

const MAKERS: { readonly [Name in Service]: (config: Config) => Promise<Clients[Name]> } = {
  ec2: async (config) => new (await loadService('ec2')).EC2Client(config),
  ecs: async (config) => new (await loadService('ecs')).ECSClient(config),
  iam: async (config) => new (await loadService('iam')).IAMClient(config),
  lambda: async (config) => new (await loadService('lambda')).LambdaClient(config),
  // Servers for tests have no host name for each bucket.
  s3: async (config) =>
    new (await loadService('s3')).S3Client({ ...config, forcePathStyle: config.endpoint !== undefined }),
  sts: async (config) => new (await loadService('sts')).STSClient(config),
};
