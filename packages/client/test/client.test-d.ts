import type { AgentSafeClient, Decision } from '@agent-safe/core';
import type { FoundRequests, FoundSubjects, WhatCan, WhoCan } from '@agent-safe/sdk';
import { expectTypeOf } from 'vitest';
import {
  connect,
  type HttpClient,
  type RequestsPage,
  type SubjectsPage,
  type WhatCanQuery,
  type WhoCanQuery,
} from '../src/index.ts';

const client = connect({ url: 'http://127.0.0.1:8080', token: 'token' });
expectTypeOf<HttpClient>().toExtend<AgentSafeClient>();
expectTypeOf(client.check({ action: 'restart-deployment' })).resolves.toEqualTypeOf<Decision>();
// @ts-expect-error A request must name an action.
void client.check({ target: 'dev/test-app' });
// @ts-expect-error A client needs the URL of a server.
connect({});
// The searches of a server are those of the SDK.
expectTypeOf<Omit<FoundSubjects, 'ok'>>().toExtend<SubjectsPage>();
expectTypeOf<Omit<FoundRequests, 'ok'>>().toExtend<RequestsPage>();
expectTypeOf<Omit<WhoCanQuery, 'at'>>().toExtend<WhoCan>();
expectTypeOf<Omit<WhatCanQuery, 'at'>>().toExtend<WhatCan>();
