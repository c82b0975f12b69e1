import type * as z from 'zod';
import type { Access } from '../callers/access.ts';
import type { Principal } from '../callers/principal.ts';
import type { Reply } from '../http/reply.ts';
import type { ServerContext } from '../project/server-context.ts';

/** A request whose parts the schemas of its route have read. */
export interface RouteRequest<Body = unknown, Query = unknown, Path = unknown> {
  readonly principal: Principal;
  readonly body: Body;
  readonly query: Query;
  readonly path: Path;
  readonly headers: Headers;
  /** Ends when the client is gone. */
  readonly signal: AbortSignal;
  /** The address of the client; undefined for a Unix socket. */
  readonly address?: string | undefined;
  /** Links the decision to the trace of the client, if traces are configured. */
  readonly correlationId?: string | undefined;
  /** Whether the caller may still call the route. Answers that take long ask again, so that a revocation ends them. */
  readonly isStillAdmitted: () => Promise<boolean>;
}

/** One operation of the API. The routing, the authorization, the OpenAPI document and the tests of all routes come from it. */
export interface Route {
  /** The `operationId`. */
  readonly id: string;
  readonly method: 'delete' | 'get' | 'post' | 'put';
  /** Parameters in braces, as in OpenAPI. */
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly tag: string;
  /** Whether the answer may take long, such as an event stream. The time limit of idle connections does not apply to it. */
  readonly isLong?: true;
  /** Whether machinery calls the route every few seconds. Its requests are logged with the level debug. */
  readonly isQuiet?: true;
  /** JSON body. Without it, the route takes none. */
  readonly body?: z.ZodType;
  /** Whether the body is a form, which the handler gets as the text that was sent. */
  readonly isForm?: true;
  /** Whether a request may have no body. */
  readonly isBodyOptional?: boolean;
  readonly query?: z.ZodType;
  readonly params?: z.ZodType;
  /** Status of a body with another content type: 415 by default. */
  readonly wrongTypeStatus?: 400 | 415;
  /** Schemas of the successful answers, by status. Refusals have the schema of errors. */
  /** Statuses of further refusals, for the OpenAPI document. */
  readonly refusals?: readonly number[];
  readonly answers: { readonly [status: number]: Answer };
  readonly handle: (request: RouteRequest, server: ServerContext) => Promise<Reply> | Reply;
}

interface Answer {
  readonly description: string;
  /** Undefined for an answer without a body, or with a body that is not JSON. */
  readonly schema?: z.ZodType;
  /** Default: application/json. */
  readonly contentType?: string;
}

/** Defines a route whose handler gets the types of its schemas. */
export function defineRoute<Body = undefined, Query = undefined, Path = undefined>(
  route: Omit<Route, 'body' | 'handle' | 'params' | 'query'> & {
    readonly body?: z.ZodType<Body>;
    readonly query?: z.ZodType<Query>;
    readonly params?: z.ZodType<Path>;
    readonly handle: (request: RouteRequest<Body, Query, Path>, server: ServerContext) => Promise<Reply> | Reply;
  },
): Route {
  return route as Route;
}
