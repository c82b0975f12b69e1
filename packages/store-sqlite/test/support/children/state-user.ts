import { flushCompileCache } from 'node:module';
import { TicketVerifier } from '@agent-safe/tickets';
import { openStateDatabase, type StateDatabase } from '../../../src/index.ts';
import type { Answer, Asked, Question } from '../state-process.ts';

// Does the tasks that it receives with a state file, and answers. It ends when its parent disconnects.
// A killed process does not write the compile cache, so it is written now.
flushCompileCache();
let state: StateDatabase | undefined;

function use(): StateDatabase {
  if (state === undefined) throw new Error('no state file is open');
  return state;
}

async function answer(question: Question): Promise<Answer['value']> {
  switch (question.verb) {
    case 'open':
      state?.close();
      state = openStateDatabase(question.path, { timeout: 30_000 });
      return 'open';
    case 'redeem':
      return use().nonces.redeem(question.nonce, question.expiresAt);
    case 'use': {
      const { nonces, revocations } = use();
      const verifier = new TicketVerifier({ keys: [question.key], nonces, revocations });
      const result = await verifier.redeem(question.ticket);
      return result.ok ? 'fresh' : result.code === 'ticket_replayed' ? 'replayed' : result.reason;
    }
    case 'revoke':
      return use().revocations.revoke(question.subject);
    case 'isRevoked':
      return use().revocations.isRevoked(question.bearer);
    case 'admit':
      return use().limits.admit(question.key, question.limits, question.now);
    case 'admitMany': {
      const admitted: [number, number][] = [];
      const end = Date.now() + question.lasts;
      let count = 0;
      for (; Date.now() < end; count += 1) {
        const now = Date.now();
        const answer = await use().limits.admit(question.key, question.limits, now);
        if (answer.ok) admitted.push([now, Date.now()]);
      }
      return { count, admitted } satisfies Asked;
    }
    case 'weigh':
      return use().risks.weigh(question.key, question.weight, question.window, question.once, question.now);
  }
}

process.on('message', (question: Question) => {
  void answer(question)
    .catch((error: unknown) => `failed: ${String(error)}`)
    .then((value) => process.send?.({ id: question.id, value } satisfies Answer));
});
process.send?.({ id: 0, value: 'started' } satisfies Answer);
