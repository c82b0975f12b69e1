export { allRoutes } from './app/all-routes.ts';
export { checkServeConfig, type ServeConfigCheck } from './check-serve-config.ts';
export { checkServer, type ServerOverrides } from './listen/check-server.ts';
export { describeApi } from './openapi/document.ts';
export type { Route } from './routes/route.ts';
export { type RunningServer, type ServeOptions, serve } from './serve.ts';
