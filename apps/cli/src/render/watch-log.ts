import type { CredentialSweep, ReconcileReport } from '@agent-safe/sdk/runner';
import type { Output } from '../command/command.ts';
import type { WatchEvent } from '../ticket-folder/ticket-watch.ts';
import { printReconciliation } from './reconcile-text.ts';
import { paint, printable, printJsonLine } from './style.ts';
import { printSweep } from './sweep-text.ts';

/** Members of a result that a log may have. The output and the states of a run can hold secrets, and stay in the result file. */
const LOGGED = ['ran', 'outcome', 'code', 'reason', 'audit_id', 'action', 'target', 'ticket_used', 'warnings'] as const;

type Result = { readonly [Member in (typeof LOGGED)[number]]?: unknown } & { readonly earlier_run?: unknown };

/** The log lines of `runner watch`: text, or one JSON document a line. */
export class WatchLog {
  readonly #output: Output;
  readonly #json: boolean;
  readonly #clock: () => number;

  /** @param clock milliseconds since 1970, UTC */
  constructor(output: Output, json: boolean, clock: () => number) {
    this.#output = output;
    this.#json = json;
    this.#clock = clock;
  }

  watching(folder: string): void {
    if (this.#json) this.#line({ event: 'watching', folder });
    else this.#output.err(`Watching ${printable(folder)}. Ctrl-C ends it.\n`);
  }

  /** Told after the first signal. */
  stopping(): void {
    if (this.#json) this.#line({ event: 'stopping' });
    else this.#output.err('Stopping after the running executions. Ctrl-C aborts them.\n');
  }

  stopped(): void {
    if (this.#json) this.#line({ event: 'stopped' });
  }

  progress(file: string, message: string): void {
    if (this.#json) this.#line({ event: 'progress', file, message });
    else this.#output.err(`${printable(`${file}: ${message}`)}\n`);
  }

  reconciled(report: ReconcileReport): void {
    if (this.#json) this.#line({ event: 'reconciled', ...report });
    else if (report.busy || Object.values(report).some(isWorthTelling)) printReconciliation(this.#output, report);
  }

  swept(swept: CredentialSweep): void {
    if (this.#json) this.#line({ event: 'swept', ...swept });
    else if (Object.values(swept).some(isWorthTelling)) printSweep(this.#output, swept);
  }

  tell(event: WatchEvent): void {
    if (event.event === 'result') this.#result(event.file, event.result);
    else if (this.#json) this.#line(event);
    else if (event.event === 'failed') {
      this.#text('red', 'FAILED', `${event.file === null ? '' : `${event.file}: `}${event.code}: ${event.reason}`);
    } else this.#text('yellow', event.event.toUpperCase(), `${event.file}: ${event.reason}`);
  }

  #result(file: string, result: Result): void {
    const members = LOGGED.flatMap((name) => (result[name] === undefined ? [] : [[name, result[name]] as const]));
    if (this.#json) {
      const { earlier_run } = result;
      this.#line({ event: 'result', file, ...Object.fromEntries(members), ...(earlier_run ? { earlier_run } : {}) });
      return;
    }
    const { action, audit_id, code, outcome, ran, reason, target, warnings } = result;
    const isDone = outcome === 'success';
    const title = ran === true ? String(outcome).toUpperCase() : 'REFUSED';
    const texts = (...all: readonly unknown[]) => all.filter((each) => typeof each === 'string' && each !== '');
    const details = texts(texts(action, target).join(' on '), audit_id, code).join(', ');
    this.#text(isDone ? 'green' : 'red', title, `${file}: ${String(reason)}${details === '' ? '' : ` (${details})`}`);
    for (const warning of Array.isArray(warnings) ? warnings : []) {
      this.#output.err(`${printable(`${file}: warning: ${String(warning)}`)}\n`);
    }
  }

  #text(color: 'green' | 'red' | 'yellow', title: string, text: string): void {
    const at = `${new Date(this.#clock()).toISOString().slice(0, 19)}Z`;
    this.#output.out(`${at} ${paint(this.#output, ['bold', color], title.padEnd(9))} ${printable(text)}\n`);
  }

  #line(members: object): void {
    printJsonLine(this.#output, { time: new Date(this.#clock()).toISOString(), ...members });
  }
}

function isWorthTelling(part: unknown): boolean {
  return (Array.isArray(part) && part.length > 0) || (typeof part === 'number' && part > 0);
}
