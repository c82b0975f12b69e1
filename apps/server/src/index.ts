export { allRoutes } from './app/all-routes.ts';
export { describeApi } from './openapi/document.ts';
export type { Route } from './routes/route.ts';
export { type RunningServer, type ServeOptions, serve } from './serve.ts';
