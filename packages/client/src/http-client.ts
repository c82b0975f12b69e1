import {
  type AgentSafeClient,
  type ApprovalAnswered,
  type ApprovalUnanswered,
  type CheckRequest,
  type ClientActionFilter,
  type ClientRunOptions,
  type ClientTargetFilter,
  type ClientWaitOptions,
  type Decision,
  type ExecutionRefusal,
  type ExecutionReport,
  holdsToken,
  type JsonObject,
  type Preview,
  type Refused,
  type Revocation,
  type Target,
} from '@agent-safe/core';
import { readAddress } from './address.ts';
import { Approvals, toRefusal } from './approvals.ts';
import { type HttpCheckOptions, isAnswer, mixedUp, subjectOf, toBody } from './check-request.ts';
import { type ConnectOptions, readCredentials, readHeader } from './connect-options.ts';
import { denied } from './denied.ts';
import { type LiveEventsOptions, liveEvents } from './live-events.ts';
import { ServerError, unavailable } from './server-error.ts';
import type { Shape } from './shape.ts';
import * as shapes from './shapes.ts';
import { type Call, Transport } from './transport.ts';
import type {
  DryRun,
  EventsPage,
  EventsQuery,
  ListedAction,
  LiveEvent,
  RequestsPage,
  RevokeRequest,
  SubjectsPage,
  WhatCanQuery,
  WhoCanQuery,
} from './types.ts';

/** Connects to nothing yet: each call is one request. @throws ServerError `url_invalid` or `credentials_invalid` */
export function connect(options: ConnectOptions): HttpClient {
  return new HttpClient(options);
}

/** The API of a server. `check`, `checkPlan` and `preview` never reject: without a clear answer, the request is denied. */
export class HttpClient implements AgentSafeClient {
  readonly approvals: Approvals;
  readonly #transport: Transport;

  constructor({
    apiKey,
    fetch,
    insecure = false,
    retries = 2,
    retryDelay = 200,
    timeout = 30_000,
    token,
    url,
  }: ConnectOptions) {
    const address = readAddress(url, insecure);
    if (address.socket !== undefined && fetch === undefined)
      throw new ServerError(
        'url_invalid',
        'A Unix socket needs a "fetch" that can use it. Use connect of @agent-safe/client/node.',
      );
    const credentials = readCredentials(token, apiKey);
    this.#transport = new Transport({
      address,
      fetch: fetch ?? ((address, init) => globalThis.fetch(address, init)),
      headers: credentials === undefined ? {} : { authorization: `Bearer ${credentials}` },
      timeout,
      retries,
      retryDelay,
    });
    this.approvals = new Approvals(this.#transport);
  }

  /** Decides a request. Every doubt is a denial. `request.caller` is an identity token, or absent for that of the client. */
  async check(request: CheckRequest, options: HttpCheckOptions = {}): Promise<Decision> {
    return this.#decide(request, options, { path: '/api/v1/check' }, shapes.decision);
  }

  /** Returns the decision that `check` would give now. Counts, records and requests nothing. */
  async preview(request: CheckRequest, options: HttpCheckOptions = {}): Promise<Preview> {
    const found = await this.#decide<Preview>(
      request,
      options,
      { path: '/api/v1/preview', isIdempotent: true },
      shapes.preview,
    );
    const { audit_id: _, ...preview } = found as Partial<Decision> & Preview;
    return preview;
  }

  /** Decides each step of a plan. All steps have one caller. */
  async checkPlan(requests: readonly CheckRequest[], options: HttpCheckOptions = {}): Promise<readonly Decision[]> {
    try {
      const callers = new Set(requests.map(({ caller }) => caller ?? undefined));
      if (callers.size > 1)
        throw new ServerError('request_invalid', 'The steps of a plan have different callers. Check them one by one.');
      const { headers, ...call } = this.#speak([...callers][0], options);
      const body = { steps: requests.map(toBody), ...subjectOf(options) };
      const { decisions } = await this.#transport.call<{ readonly decisions: readonly Decision[] }>(
        { method: 'POST', path: '/api/v1/check-plan', body, headers, ...call },
        shapes.plan,
      );
      if (
        decisions.length !== requests.length ||
        !requests.every((request, index) => isAnswer(request, decisions[index]))
      )
        throw mixedUp();
      return decisions;
    } catch (error) {
      return requests.map((request) => denied(request, error));
    }
  }

  /** Explains the answer to a request: every rule, and the changes that would alter it. Needs `catalog:read`. @throws ServerError */
  explain<Explanation = JsonObject>(
    request: CheckRequest,
    options: HttpCheckOptions & { readonly at?: string } = {},
  ): Promise<Explanation> {
    const { at } = options;
    const body = { ...toBody(request), ...subjectOf(options), ...(at === undefined ? {} : { at }) };
    return this.#read('/api/v1/explain', shapes.explanation, {
      method: 'POST',
      body,
      ...this.#speak(request.caller, options),
    });
  }

  /** Waits until an approval request is answered or expires. Then check the same request again. */
  waitForApproval(requestId: string, options?: ClientWaitOptions): Promise<ApprovalAnswered | ApprovalUnanswered> {
    return this.approvals.wait(requestId, options);
  }

  /** Executes a ticket once, on the server. `ok: true` means that the execution began: read `outcome` too. */
  async execute(ticket: string, options: ClientRunOptions): Promise<ExecutionReport | ExecutionRefusal> {
    try {
      return {
        ok: true,
        ...(await this.#run<Omit<ExecutionReport, 'ok'>>('/api/v1/runs', ticket, options, shapes.run)),
      };
    } catch (error) {
      // After these answers, the ticket is unused. In doubt, it counts as used.
      const isUnused = error instanceof ServerError && UNUSED.has(error.status ?? 0);
      return { ...toRefusal(error), audit_id: null, action: null, target: null, ticket_used: !isUnused };
    }
  }

  /** Reports what an execution on the server would do. The ticket stays unused. */
  async dryRun(ticket: string, options: ClientRunOptions): Promise<DryRun | Refused> {
    try {
      return {
        ok: true,
        ...(await this.#run<Omit<DryRun, 'ok'>>('/api/v1/runs/dry-run', ticket, options, shapes.dryRun)),
      };
    } catch (error) {
      return toRefusal(error);
    }
  }

  /** Lists the registered actions by name. @throws ServerError */
  async listActions(filter: ClientActionFilter = {}): Promise<readonly ListedAction[]> {
    const { actions } = await this.#read<{ readonly actions: readonly ListedAction[] }>(
      '/api/v1/actions',
      shapes.actions,
      { query: filter },
    );
    return actions;
  }

  /** Lists the targets of the inventory by id. @throws ServerError */
  async listTargets(filter: ClientTargetFilter = {}): Promise<readonly Target[]> {
    const all: Target[] = [];
    for (let after: string | undefined; ; ) {
      const query = { ...filter, after, limit: 1_000 };
      const page = await this.#read<{ readonly targets: readonly Target[]; readonly next: string | null }>(
        '/api/v1/targets',
        shapes.targets,
        { query },
      );
      all.push(...page.targets);
      if (page.next === null) return all;
      if (page.next === after) throw unavailable('The server repeats a page.');
      after = page.next;
    }
  }

  /** Lists the subjects that may request an action. @throws ServerError */
  whoCan(query: WhoCanQuery): Promise<SubjectsPage> {
    return this.#read('/api/v1/who-can', shapes.subjects, { method: 'POST', body: query });
  }

  /** Lists the actions and targets that a caller may request. @throws ServerError */
  whatCan(query: WhatCanQuery = {}): Promise<RequestsPage> {
    return this.#read('/api/v1/what-can', shapes.requests, { method: 'POST', body: query });
  }

  /** Reads a page of audit events, the newest first. @throws ServerError */
  listEvents(query: EventsQuery = {}): Promise<EventsPage> {
    return this.#read('/api/v1/audit/events', shapes.events, { query });
  }

  /** Streams audit events as they are recorded, until the signal. @throws ServerError */
  liveEvents(options: LiveEventsOptions = {}): AsyncGenerator<LiveEvent, void, undefined> {
    return liveEvents(this.#transport, options);
  }

  /** Lists the risk scores and limits of callers. Agents get their own. @throws ServerError */
  async listLimits<Standing = JsonObject>(caller?: string): Promise<readonly Standing[]> {
    const { callers } = await this.#read<{ readonly callers: readonly Standing[] }>('/api/v1/limits', shapes.limits, {
      query: { caller },
    });
    return callers;
  }

  /** @throws ServerError */
  async listRevocations(): Promise<readonly Revocation[]> {
    const found = await this.#read<{ readonly revocations: readonly Revocation[] }>(
      '/api/v1/revocations',
      shapes.revocations,
      {},
    );
    return found.revocations;
  }

  /** Revokes an agent, a token, or everything issued until now. @throws ServerError */
  revoke(request: RevokeRequest): Promise<Revocation> {
    // A second revocation revokes the same, so that a kill switch may be pressed again.
    return this.#read('/api/v1/revocations', shapes.revocation, { method: 'POST', body: request });
  }

  /** Lets a revoked agent act again. @throws ServerError */
  liftRevocation(agent: string): Promise<Revocation> {
    const path = `/api/v1/revocations/${encodeURIComponent(agent)}`;
    return this.#transport.call({ method: 'DELETE', path }, shapes.revocation);
  }

  async #decide<Answer extends Preview>(
    request: CheckRequest,
    options: HttpCheckOptions,
    call: Pick<Call, 'isIdempotent' | 'path'>,
    shape: Shape,
  ): Promise<Answer> {
    try {
      const body = { ...toBody(request), ...subjectOf(options) };
      const speaker = this.#speak(request.caller, options);
      const decision = await this.#transport.call<Answer>({ method: 'POST', body, ...speaker, ...call }, shape);
      if (!isAnswer(request, decision)) throw mixedUp();
      return decision;
    } catch (error) {
      return denied(request, error) as Preview as Answer;
    }
  }

  /** Returns how a request names its caller. @throws ServerError for a bare name */
  #speak(caller: CheckRequest['caller'], { correlationId }: HttpCheckOptions): Pick<Call, 'bearer' | 'headers'> {
    const headers = correlationId === undefined ? {} : { 'x-request-id': readHeader(correlationId, 'correlation id') };
    if (caller === undefined || caller === null) return { headers };
    if (holdsToken(caller)) return { headers, bearer: readHeader(caller.trim(), 'identity token') };
    throw new ServerError(
      'caller_unverified',
      'A server accepts no bare name as the caller. Give an identity token, or an API key that asserts a subject.',
    );
  }

  #read<Body>(path: string, shape: Shape, call: Partial<Call>): Promise<Body> {
    return this.#transport.call<Body>({ method: 'GET', path, isIdempotent: true, ...call }, shape);
  }

  #run<Body>(
    path: string,
    ticket: string,
    { executor, params, signal, timeout }: ClientRunOptions,
    shape: Shape,
  ): Promise<Body> {
    const body = {
      ticket,
      executor,
      ...(params === undefined ? {} : { params }),
      ...(timeout === undefined ? {} : { timeout }),
    };
    // The time limit of the server ends the run.
    return this.#transport.call<Body>({ method: 'POST', path, body, signal, timeout: Number.POSITIVE_INFINITY }, shape);
  }
}

/** Statuses of refusals that come before a ticket is used. */
const UNUSED: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 413, 415, 429]);
