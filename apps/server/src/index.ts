export { describeApi } from './openapi/document.ts';
export { allRoutes } from './routes/all-routes.ts';
export type { Route } from './routes/route.ts';
export { type RunningServer, type ServeOptions, serve } from './serve.ts';
