import { authzenRoutes } from '../authzen/evaluation/routes.ts';
import { accessRequestRoutes } from '../authzen/requests/routes.ts';
import { searchRoutes } from '../authzen/search/routes.ts';
import { healthRoutes } from '../health/routes.ts';
import { approvalRoutes } from '../native/approvals.ts';
import { liveRoutes } from '../native/audit/live.ts';
import { auditRoutes } from '../native/audit/routes.ts';
import { catalogRoutes } from '../native/catalog.ts';
import { decisionRoutes } from '../native/decisions.ts';
import { limitRoutes } from '../native/limits.ts';
import { revocationRoutes } from '../native/revocations.ts';
import { rollbackRoutes } from '../native/runs/rollback.ts';
import { runRoutes } from '../native/runs/routes.ts';
import { serviceRoutes } from '../native/services.ts';
import { ticketRoutes } from '../native/tickets.ts';
import { tokenRoutes } from '../native/tokens.ts';
import { makeOpenApiRoute } from '../openapi/route.ts';
import type { Route } from '../routes/route.ts';
import { apiKeyRoutes } from '../sign-in/api-keys.ts';
import { oidcRoutes } from '../sign-in/oidc/routes.ts';
import { sessionRoutes } from '../sign-in/sessions.ts';
import { userRoutes } from '../sign-in/users.ts';
import { slackRoutes } from '../slack/routes.ts';

const routes: readonly Route[] = [
  ...authzenRoutes,
  ...searchRoutes,
  ...accessRequestRoutes,
  ...decisionRoutes,
  ...approvalRoutes,
  ...auditRoutes,
  ...liveRoutes,
  ...catalogRoutes,
  ...runRoutes,
  ...rollbackRoutes,
  ...ticketRoutes,
  ...tokenRoutes,
  ...revocationRoutes,
  ...limitRoutes,
  ...serviceRoutes,
  ...slackRoutes,
  ...sessionRoutes,
  ...oidcRoutes,
  ...userRoutes,
  ...apiKeyRoutes,
  ...healthRoutes,
];

/** Every operation of the server. */
export const allRoutes: readonly Route[] = [...routes, makeOpenApiRoute(routes)];
