import { dirname, resolve } from 'node:path';
import { AgentSafeError, type Diagnostic, type TrustedIssuer } from '@agent-safe/core';
import {
  type AuditShipperSettings,
  type Config,
  type Path,
  type RunnerSettings,
  readConfig,
  type ServerSettings,
} from '@agent-safe/schemas';
import { unreadable } from '../yaml/describe-unread.ts';
import { readYamlFile } from '../yaml/files.ts';
import { displayPath } from '../yaml/paths.ts';
import { locateAll } from '../yaml/yaml-document.ts';
import { findConfig } from './find-config.ts';
import type { LoadedConfig } from './loaded-config.ts';
import { mergeSettings, type Settings, type SettingsOptions } from './settings.ts';

/**
 * Reads a settings file. Its paths are relative to the file.
 *
 * @throws AgentSafeError ERR_CONFIG_NOT_FOUND, ERR_CONFIG_INVALID
 */
export function loadConfig(file: string): LoadedConfig {
  const { config, diagnostics } = tryConfig(file);
  if (config !== undefined && diagnostics.length === 0) return config;
  const missing = diagnostics.some((diagnostic) => diagnostic.code === 'file_missing');
  throw new AgentSafeError(
    missing ? 'ERR_CONFIG_NOT_FOUND' : 'ERR_CONFIG_INVALID',
    'The configuration cannot be used.',
    { diagnostics },
  );
}

/**
 * Reads the named settings file, or the first one found from `cwd` upwards.
 *
 * @throws AgentSafeError ERR_CONFIG_NOT_FOUND, ERR_CONFIG_INVALID
 */
export function readSettingsFile(options: Pick<SettingsOptions, 'config' | 'cwd'>): LoadedConfig | undefined {
  const cwd = options.cwd ?? process.cwd();
  const file = options.config === undefined ? findConfig(cwd) : options.config;
  return typeof file === 'string' ? loadConfig(resolve(cwd, file)) : undefined;
}

/**
 * Merges options and the configuration file. An option overrides the setting of the file.
 *
 * @throws AgentSafeError ERR_CONFIG_NOT_FOUND, ERR_CONFIG_INVALID
 */
export function resolveSettings(options: SettingsOptions): Settings {
  return mergeSettings(options, readSettingsFile(options), options.cwd ?? process.cwd());
}

/** Settings as far as they can be read, and the diagnostics of the file. */
export interface TriedConfig {
  readonly config: LoadedConfig | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The file as read; undefined if it could not be parsed. */
  readonly value?: unknown;
  /** Returns the position of a part of the file. */
  place(path?: Path, atKey?: boolean): Pick<Diagnostic, 'file' | 'line' | 'column'>;
}

/**
 * Reads a settings file like {@link loadConfig}, and returns errors as diagnostics. With errors, `config` still has the readable paths,
 * so that `validate` can check the documents in the same run. Such a `config` must not be used for decisions.
 */
export function tryConfig(file: string): TriedConfig {
  const path = resolve(file);
  try {
    const document = readYamlFile(path);
    const place: TriedConfig['place'] = (at = [], atKey) => document.place(at, atKey);
    if (document.value === undefined) return { config: undefined, diagnostics: document.diagnostics, place };
    const { document: config, diagnostics: found } = readConfig(document.value);
    const diagnostics = [...document.diagnostics, ...locateAll(document, found)];
    return {
      config: { ...absolute(config ?? salvage(document.value), dirname(path)), file: path },
      diagnostics,
      value: document.value,
      place,
    };
  } catch (error) {
    const place = () => ({ file: displayPath(path) });
    return { config: undefined, diagnostics: [unreadable(path, 'settings', error)], place };
  }
}

const PATHS = ['registry', 'policies', 'inventory', 'subjects', 'keys', 'state'] as const;

function salvage(value: unknown): Config {
  const settings = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const paths = PATHS.filter((key) => typeof settings[key] === 'string').map((key) => [key, settings[key]]);
  // The mistakes of the server can be found if its own section can be read.
  const server = readConfig({ server: settings.server }).document === undefined ? undefined : settings.server;
  const { document } = readConfig({ ...Object.fromEntries(paths), strict: settings.strict === true, server });
  return document as Config;
}

function absolute(config: Config, folder: string): Config {
  const paths = PATHS.flatMap((key) => {
    const path = config[key];
    return path === undefined ? [] : [[key, resolve(folder, path)] as const];
  });
  const { audit_log: log, audit_shippers: shippers, credential_vault: vault, server } = config;
  return {
    ...withButtons(config),
    ...Object.fromEntries(paths),
    runner: absoluteRunner(config.runner, folder),
    ...(vault?.backend !== 'kubernetes'
      ? {}
      : { credential_vault: { ...vault, clusters: absoluteClusters(vault.clusters, folder) } }),
    ...(log === undefined ? {} : { audit_log: { ...log, path: resolve(folder, log.path) } }),
    server: absoluteServer(server, folder),
    ...(shippers === undefined ? {} : { audit_shippers: shippers.map((shipper) => absoluteShipper(shipper, folder)) }),
    ...(server?.issuers === undefined
      ? {}
      : { server: { ...server, issuers: server.issuers.map((issuer) => absoluteIssuer(issuer, folder)) } }),
  };
}

/** Messages in Slack have buttons if the server answers their clicks. */
function withButtons(config: Config): Config {
  const { approvals, server } = config;
  const buttons = server?.slack !== undefined && server.public_url !== undefined;
  if (!buttons || approvals === undefined) return config;
  const notifiers = approvals.notifiers.map((each) => (each.backend === 'slack' ? { buttons, ...each } : each));
  return { ...config, approvals: { ...approvals, notifiers } };
}

function absoluteServer({ listen, tls, ...server }: ServerSettings, folder: string): ServerSettings {
  return {
    ...server,
    listen: listen.map((address) =>
      address.replace(/^unix:(.+)$/, (_, path: string) => `unix:${resolve(folder, path)}`),
    ),
    ...(tls === undefined
      ? {}
      : { tls: { cert_file: resolve(folder, tls.cert_file), key_file: resolve(folder, tls.key_file) } }),
  };
}

function absoluteRunner(runner: RunnerSettings, folder: string): RunnerSettings {
  const { kubectl } = runner;
  // A bare name is searched in PATH.
  const program = kubectl?.includes('/') === true ? { kubectl: resolve(folder, kubectl) } : {};
  return { ...runner, ...program, clusters: absoluteClusters(runner.clusters, folder) };
}

function absoluteClusters<Cluster extends { readonly kubeconfig?: string }>(
  clusters: Readonly<Record<string, Cluster>>,
  folder: string,
): Readonly<Record<string, Cluster>> {
  const absolute = Object.entries(clusters).map(([name, cluster]) => {
    const { kubeconfig } = cluster;
    return [
      name,
      kubeconfig === undefined ? cluster : { ...cluster, kubeconfig: resolve(folder, kubeconfig) },
    ] as const;
  });
  return Object.fromEntries(absolute);
}

function absoluteIssuer(issuer: TrustedIssuer, folder: string): TrustedIssuer {
  return { ...issuer, ...absoluteFiles(issuer, ['ca_file', 'token_file'], folder) };
}

function absoluteShipper(shipper: AuditShipperSettings, folder: string): AuditShipperSettings {
  if (shipper.backend === 'filesystem') return { ...shipper, path: resolve(folder, shipper.path) };
  if (shipper.backend !== 'syslog') return shipper;
  return { ...shipper, ...absoluteFiles(shipper, ['ca_file', 'cert_file', 'key_file'], folder) };
}

function absoluteFiles<Name extends string>(
  given: { readonly [Key in Name]?: string },
  names: readonly Name[],
  folder: string,
): { readonly [Key in Name]?: string } {
  const files = names.flatMap((name) => {
    const file = given[name];
    return file === undefined ? [] : [[name, resolve(folder, file)] as const];
  });
  return Object.fromEntries(files) as { readonly [Key in Name]?: string };
}
