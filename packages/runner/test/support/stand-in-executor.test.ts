import { testExecutor } from '@agent-safe/testkit/suites';
import { scale } from './bench.ts';
import { StandInExecutor } from './stand-in-executor.ts';

testExecutor('stand-in of the tests', () => ({
  executor: new StandInExecutor({
    state: { size: 1 },
    answers: {
      checkScope: async ({ cluster }) =>
        cluster === 'dev' ? { ok: true } : { ok: false, code: 'scope_mismatch', reason: 'It is another cluster.' },
    },
  }),
  execution: {
    audit_id: 'evt-1',
    action: scale,
    params: { name: 'app', size: 3 },
    target: { id: 'dev/app', type: 'vm', scope: { cluster: 'dev' } },
    credentials: null,
  },
  elsewhere: { cluster: 'prod' },
}));
