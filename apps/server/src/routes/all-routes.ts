import { authzenRoutes } from '../authzen/routes.ts';
import { approvalRoutes } from '../native/approvals.ts';
import { liveRoutes } from '../native/audit/live.ts';
import { auditRoutes } from '../native/audit/routes.ts';
import { decisionRoutes } from '../native/decisions.ts';
import { makeOpenApiRoute } from '../openapi/route.ts';
import type { Route } from './route.ts';

const routes: readonly Route[] = [
  ...authzenRoutes,
  ...decisionRoutes,
  ...approvalRoutes,
  ...auditRoutes,
  ...liveRoutes,
];

/** Every operation of the server. */
export const allRoutes: readonly Route[] = [...routes, makeOpenApiRoute(routes)];
