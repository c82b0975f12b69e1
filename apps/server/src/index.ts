export { checkServer, type ServerOverrides } from './listen/check-server.ts';
export { describeApi } from './openapi/document.ts';
export { checkServeConfig, type ServeConfigCheck } from './project/check-serve-config.ts';
export { allRoutes } from './routes/all-routes.ts';
export type { Route } from './routes/route.ts';
export { type RunningServer, type ServeOptions, serve } from './serve.ts';
