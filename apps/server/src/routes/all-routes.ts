import { authzenRoutes } from '../authzen/routes.ts';
import { decisionRoutes } from '../native/decisions.ts';
import { makeOpenApiRoute } from '../openapi/route.ts';
import type { Route } from './route.ts';

const routes: readonly Route[] = [...authzenRoutes, ...decisionRoutes];

/** Every operation of the server. */
export const allRoutes: readonly Route[] = [...routes, makeOpenApiRoute(routes)];
