import { sampleAction } from '@agent-safe/testkit';
import { testExecutor } from '@agent-safe/testkit/suites';
import { DryRunExecutor } from './dry-run-executor.ts';

const field = { type: 'integer', description: 'size', required: true, sensitive: false } as const;

testExecutor('dry run', () => ({
  executor: new DryRunExecutor(),
  execution: {
    audit_id: 'evt-1',
    action: sampleAction({
      prechecks: [{ name: 'is-there', description: '' }],
      state_fields: [{ name: 'size', ...field }],
    }),
    params: {},
    target: { id: 'dev/app', type: 'vm', scope: { cluster: 'dev' } },
    credentials: null,
  },
  // The executor contacts no target.
  elsewhere: undefined,
}));
