import { UsageError } from '../command/command.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Reads a duration, in seconds: `900`, `90s`, `15m`, `24h` or `7d`. @throws UsageError */
export function readDuration(given: string, option: string): number;
export function readDuration(given: string | undefined, option: string): number | undefined;
export function readDuration(given: string | undefined, option: string): number | undefined {
  if (given === undefined) return undefined;
  const [, count, unit = 's'] = /^(\d{1,9})([smhd])?$/.exec(given) ?? [];
  if (count !== undefined) return Number(count) * (UNITS[unit] ?? 1);
  throw new UsageError(`${option} takes a duration: ${option} 900, ${option} 15m, ${option} 24h or ${option} 7d.`);
}

/** As {@link readDuration}, for options where a number without a unit would be ambiguous. @throws UsageError */
export function readDurationWithUnit(given: string, option: string): number {
  if (!/^0*[1-9]\d*$/.test(given)) return readDuration(given, option);
  throw new UsageError(`${option} needs a unit: ${option} ${given}h, ${option} ${given}m or ${option} ${given}s.`);
}
