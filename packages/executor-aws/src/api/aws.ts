import { type Attempt, onOneLine, type RepeatLimits, repeat } from '@agent-safe/runner/executor-kit';
import { ApiError, RequestNotSent, toApiError } from './api-error.ts';
import type { Clients, Service, Services } from './services.ts';

/** Output of a command of the SDK. */
type OutputOf<Command> = Command extends {
  resolveMiddleware(...given: infer _Given): (...given: infer _More) => Promise<{ output: infer Output }>;
}
  ? Output
  : never;

/** The method that the clients of all services have. */
interface Sender {
  send(command: object, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
}

/** Loaded package and client of a service. */
export interface Opened<Name extends Service> {
  readonly client: Clients[Name];
  readonly sdk: Services[Name];
}

export interface AwsOptions {
  readonly accountId: string;
  readonly region: string;
  /** Id of the decision. */
  readonly auditId: string;
  readonly limits: RepeatLimits;
  /** Opens a service, with the credentials of the execution. @throws RequestNotSent */
  readonly open: <Name extends Service>(name: Name) => Promise<Opened<Name>>;
}

/** Milliseconds of one attempt to read. A read without an answer is repeated. */
const READ_TIMEOUT = 15_000;
/** Longest backoff in milliseconds after an error other than throttling, so that an API that is down is reported soon. */
const LONGEST_OTHER_BACKOFF = 1_000;
/** Milliseconds of the longest backoff that the API may ask for. */
const LONGEST_BACKOFF = 20_000;

/** Access of one execution to an AWS account. It remembers whether a request may have changed anything. */
export class Aws {
  readonly accountId: string;
  readonly region: string;
  readonly auditId: string;
  readonly #options: AwsOptions;
  #mayHaveChanged = false;

  constructor(options: AwsOptions) {
    this.accountId = options.accountId;
    this.region = options.region;
    this.auditId = options.auditId;
    this.#options = options;
  }

  /** Whether a change was requested that the API did not refuse. */
  get mayHaveChanged(): boolean {
    return this.#mayHaveChanged;
  }

  /**
   * Sends a request that changes nothing. It is repeated after throttling, a server error or a lost connection.
   *
   * @throws ApiError, RequestNotSent
   */
  async read<Name extends Service, Command extends object>(
    name: Name,
    build: (sdk: Services[Name]) => Command,
  ): Promise<OutputOf<Command>> {
    const { limits, open } = this.#options;
    const { client, sdk } = await open(name);
    const command = build(sdk);
    const attempt = () => {
      const signal = AbortSignal.any([limits.signal, AbortSignal.timeout(READ_TIMEOUT)]);
      return send<Command>(client, command, signal, limits.signal);
    };
    return repeat(attempt, (ended, backoff) => backoffAfter(ended, backoff, (error) => error.isTransient), limits);
  }

  /**
   * Sends a request that changes something. It is repeated only if the API certainly did not execute it.
   *
   * @param isGuarded whether the API executes the request at most once, for example by a token or the revision of the object. It is
   * then repeated as {@link read} is
   * @throws ApiError, RequestNotSent
   */
  async change<Name extends Service, Command extends object>(
    name: Name,
    build: (sdk: Services[Name]) => Command,
    isGuarded = false,
  ): Promise<OutputOf<Command>> {
    const { limits, open } = this.#options;
    const { client, sdk } = await open(name);
    const command = build(sdk);
    const isSafe = (error: ApiError) => error.isTransient && (isGuarded || error.isRefusal);
    // After an attempt without an answer, a later refusal does not prove that nothing was changed.
    let isUncertain = false;
    const attempt = async () => {
      try {
        return await send<Command>(client, command, limits.signal, limits.signal);
      } catch (error) {
        isUncertain ||= error instanceof ApiError && !error.isRefusal;
        throw error;
      }
    };
    try {
      const output = await repeat(attempt, (ended, backoff) => backoffAfter(ended, backoff, isSafe), limits);
      this.#mayHaveChanged = true;
      return output;
    } catch (error) {
      if (!isUncertain) throw error;
      this.#mayHaveChanged = true;
      throw error instanceof ApiError ? error.asUncertain() : error;
    }
  }

  /**
   * Asks EC2 whether it would execute a request with `DryRun: true`.
   *
   * @returns the reason why it would refuse; undefined if it would not
   * @throws ApiError if it did not answer
   */
  async askDryRun<Command extends object>(build: (sdk: Services['ec2']) => Command): Promise<string | undefined> {
    try {
      await this.read('ec2', build);
      return 'The API ignored "DryRun", so it may have executed the request.';
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'DryRunOperation') return undefined;
      if (error.isRefusal && !error.isThrottled) return error.message;
      throw error;
    }
  }

  /** Opens a service for the waiters of the SDK. They read, and repeat by themselves. */
  open<Name extends Service>(name: Name): Promise<Opened<Name>> {
    return this.#options.open(name);
  }

  /** Describes a request for a dry run, such as `ec2:StopInstances {"InstanceIds":["i-1"]}`. */
  describe(name: Service, operation: string, input: object): string {
    return onOneLine(`${name}:${operation} ${JSON.stringify(input)}`);
  }
}

async function send<Command extends object>(
  client: object,
  command: Command,
  signal: AbortSignal,
  runSignal: AbortSignal,
): Promise<OutputOf<Command>> {
  if (runSignal.aborted) throw new RequestNotSent('The run ended before the request was sent.');
  try {
    return (await (client as Sender).send(command, { abortSignal: signal })) as OutputOf<Command>;
  } catch (error) {
    throw toApiError(error);
  }
}

/** Milliseconds to wait before the next attempt; undefined if there may be none. */
function backoffAfter(
  ended: Attempt<unknown>,
  backoff: number,
  isSafe: (error: ApiError) => boolean,
): number | undefined {
  if (!('error' in ended) || !(ended.error instanceof ApiError) || !isSafe(ended.error)) return undefined;
  if (!ended.error.isThrottled && backoff > LONGEST_OTHER_BACKOFF) return undefined;
  // Clients that were throttled together must not return together.
  const own = backoff * (0.5 + Math.random() / 2);
  return Math.min(LONGEST_BACKOFF, Math.max(own, ended.error.retryAfter ?? 0));
}
