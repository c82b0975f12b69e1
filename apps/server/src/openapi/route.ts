import * as z from 'zod';
import { ok } from '../http/reply.ts';
import { defineRoute, type Route } from '../routes/route.ts';
import { describeApi } from './document.ts';

/** The route that serves the OpenAPI document of the other routes and of itself. */
export function makeOpenApiRoute(routes: readonly Route[]): Route {
  let document: ReturnType<typeof describeApi> | undefined;
  const route: Route = defineRoute({
    id: 'getOpenApi',
    tag: 'Server',
    method: 'get',
    path: '/api/v1/openapi.json',
    access: 'public',
    summary: 'Describe this API',
    answers: { 200: { description: 'The OpenAPI 3.1 document.', schema: z.record(z.string(), z.unknown()) } },
    handle() {
      document ??= describeApi([...routes, route], '1');
      return ok(document);
    },
  });
  return route;
}
