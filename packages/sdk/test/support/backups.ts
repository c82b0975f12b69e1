import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { actionsPath, inventoryPath } from '@agent-safe/catalog';
import {
  type AgentSafe,
  type BackupOptions,
  type BackupResult,
  backupProject,
  type OpenOptions,
  type RestoreOptions,
  type RestoreResult,
  restoreProject,
} from '../../src/index.ts';
import { redeem, within } from './commands.ts';
import type { TestProject } from './project.ts';
import { StateFile } from './state-file.ts';

/** A project and its backups, as an operator uses them. */
export class Backups {
  readonly project: TestProject;
  readonly options: OpenOptions;

  constructor(project: TestProject, more: OpenOptions = {}) {
    this.project = project;
    this.options = {
      registry: actionsPath,
      policies: this.path('policies.yaml'),
      inventory: inventoryPath,
      keys: this.path('keys.json'),
      auditLog: this.path('audit.jsonl'),
      state: this.path('state.db'),
      clock: () => project.time.now,
      ...more,
    };
  }

  path(...names: readonly string[]): string {
    return join(this.project.folder, ...names);
  }

  make(name = 'backup', options: BackupOptions = {}): Promise<BackupResult> {
    return backupProject(this.path(name), this.options, options);
  }

  restore(name = 'backup', options: RestoreOptions = {}): Promise<RestoreResult> {
    return restoreProject(this.path(name), this.options, options);
  }

  /** Loses the files of the log, or of the state, or both. */
  lose(...parts: readonly ('log' | 'state')[]): void {
    if (parts.includes('state')) new StateFile(this.project.folder).remove();
    if (!parts.includes('log')) return;
    for (const name of readdirSync(this.project.folder)) {
      if (/^audit\.(?:\d+\.)?jsonl(?:\.checkpoint|\.tree)?$/.test(name)) rmSync(this.path(name));
    }
  }

  /** Copies a backup, to change the copy. */
  copy(name: string, from = 'backup'): string {
    cpSync(this.path(from), this.path(name), { recursive: true });
    return name;
  }

  /** Opens the project, works with it, and closes it, as a command does. */
  within<Result>(work: (safe: AgentSafe) => Promise<Result>): Promise<Result> {
    return within(this.project, work);
  }

  /** Uses a ticket. @returns `ok`, or the code of the refusal */
  async redeem(token: string): Promise<string> {
    const redeemed = await redeem(this.project, token);
    return redeemed.ok ? 'ok' : redeemed.code;
  }

  /** Names in the folder of the project that a complete restore or backup must not leave. */
  leftovers(): readonly string[] {
    return readdirSync(this.project.folder).filter((name) => /partial|restoring/.test(name));
  }

  /** The content of the files that a refused restore must not change. */
  content(): Readonly<Record<string, string>> {
    const names = readdirSync(this.project.folder).filter((name) => /^(?:audit|state).*(?<!\.lock)$/.test(name));
    return Object.fromEntries(
      names
        .filter((name) => existsSync(this.path(name)) && !name.includes('archive-'))
        .map((name) => [name, readFileSync(this.path(name), 'base64')]),
    );
  }
}
