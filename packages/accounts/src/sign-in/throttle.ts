import { createHmac, randomBytes } from 'node:crypto';

export interface ThrottleOptions {
  /** Failures without a delay. */
  readonly free: number;
  /** Longest delay between two attempts, in milliseconds. The first delay is a second, and each failure doubles it. */
  readonly longest: number;
  /** Milliseconds after the last failure until everything is forgotten. */
  readonly forgets: number;
}

/** Places for counts. Names that share a place share their delay. */
const PLACES = 65_536;

/**
 * Delays attempts after failures. Its memory is fixed: an attacker who makes up names cannot push other names out. A random key
 * chooses the place of a name, so an attacker cannot choose a name that shares the place of another.
 */
export class Throttle {
  readonly #options: ThrottleOptions;
  readonly #key = randomBytes(32);
  readonly #failures = new Uint16Array(PLACES);
  readonly #last = new Float64Array(PLACES);

  constructor(options: ThrottleOptions) {
    this.#options = options;
  }

  /** @returns milliseconds to wait before the next attempt; 0 if it may begin now */
  wait(name: string, now: number): number {
    const place = this.#place(name);
    const failures = this.#count(place, now);
    const { free, longest } = this.#options;
    if (failures < free) return 0;
    const delay = Math.min(1_000 * 2 ** Math.min(failures - free, 30), longest);
    // A clock that was set back must not extend the delay.
    return Math.min(Math.max(0, (this.#last[place] ?? 0) + delay - now), delay);
  }

  /** Counts an attempt as a failure before its result is known, so that parallel attempts count too. */
  begin(name: string, now: number): void {
    const place = this.#place(name);
    this.#failures[place] = Math.min(this.#count(place, now) + 1, 65_535);
    this.#last[place] = now;
  }

  /** Undoes the count of one attempt: it succeeded, or was not made. */
  undo(name: string, now: number): void {
    const place = this.#place(name);
    this.#failures[place] = Math.max(0, this.#count(place, now) - 1);
  }

  /** Forgets the failures of a name. */
  clear(name: string): void {
    this.#failures[this.#place(name)] = 0;
  }

  #count(place: number, now: number): number {
    const isForgotten = now - (this.#last[place] ?? 0) >= this.#options.forgets;
    return isForgotten ? 0 : (this.#failures[place] ?? 0);
  }

  #place(name: string): number {
    return createHmac('sha256', this.#key).update(name).digest().readUInt16LE(0);
  }
}

/** Returns the part of an address that one attacker has: an IPv4 address, or the network of an IPv6 address. */
export function addressKey(address: string | null): string {
  if (address === null) return 'local';
  const text = address.toLowerCase().replace(/%.*$/, '');
  const [, mapped] = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text) ?? [];
  if (mapped !== undefined) return mapped;
  if (!text.includes(':')) return text;
  const [head = '', tail] = text.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return `${[...first, ...zeros, ...last]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
