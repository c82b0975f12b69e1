import type { WitnessResult } from '../witness/submit-checkpoint.ts';
import type { LogVerdict } from './log-verdict.ts';

/**
 * Returns the verdict about a log after witnesses were asked. Their fresh cosignatures show that no larger checkpoint was known to them,
 * so the log was not put back to an earlier time. A cosignature that was stored with the log does not show this.
 *
 * @param quorum number of witnesses that must have cosigned for `ok`
 */
export function confirmVerdict(verdict: LogVerdict, results: readonly WitnessResult[], quorum: number): LogVerdict {
  if (verdict.verdict === 'torn' || verdict.verdict === 'tampered') return verdict;
  for (const result of results) {
    if (result.ok || !result.isEvidence) continue;
    const { code, reason } = result;
    const problem = code === 'log_cut' ? 'cut' : 'checkpoint_wrong';
    const { anchor: _, ...report } = verdict;
    return { ...report, verdict: 'tampered', problem, reason };
  }
  const cosigned = results.filter((result) => result.ok);
  const [first] = cosigned;
  if (first === undefined || cosigned.length < quorum) return verdict;
  const { origin, size } = first;
  return { ...verdict, verdict: 'ok', anchor: { size, origin, witnesses: cosigned.map(({ witness }) => witness) } };
}
