import { authzenRoutes } from '../authzen/evaluation/routes.ts';
import { accessRequestRoutes } from '../authzen/requests/routes.ts';
import { searchRoutes } from '../authzen/search/routes.ts';
import { healthRoutes } from '../health/routes.ts';
import { approvalRoutes } from '../native/approvals.ts';
import { decisionRoutes } from '../native/decisions.ts';
import { makeOpenApiRoute } from '../openapi/route.ts';
import type { Route } from '../routes/route.ts';

const routes: readonly Route[] = [
  ...authzenRoutes,
  ...searchRoutes,
  ...accessRequestRoutes,
  ...decisionRoutes,
  ...approvalRoutes,
  ...healthRoutes,
];

/** Every operation of the server. */
export const allRoutes: readonly Route[] = [...routes, makeOpenApiRoute(routes)];
