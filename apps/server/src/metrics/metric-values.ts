/** Most combinations of label values of one metric. Later ones count together, with the value "other". */
const MOST_SERIES = 1_000;

export interface Described {
  readonly name: string;
  readonly help: string;
}

/** One metric in the text format of Prometheus. */
export interface Metric extends Described {
  readonly type: 'counter' | 'gauge' | 'histogram';
  lines(): readonly string[];
}

/** A number for each combination of label values. A label must have few values: no ids of callers, targets or requests. */
export class Values implements Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly #labels: readonly string[];
  readonly #series = new Map<string, number>();

  constructor(type: 'counter' | 'gauge', { help, name }: Described, labels: readonly string[] = []) {
    this.type = type;
    this.name = name;
    this.help = help;
    this.#labels = labels;
    // A metric without labels exists from the start, so that its rate can be computed.
    if (labels.length === 0) this.#series.set('', 0);
  }

  add(amount: number, ...values: readonly string[]): void {
    const key = this.#key(values);
    this.#series.set(key, (this.#series.get(key) ?? 0) + amount);
  }

  set(value: number, ...values: readonly string[]): void {
    this.#series.set(this.#key(values), value);
  }

  /** Removes the values of all labels, before they are set again. */
  clear(): void {
    this.#series.clear();
  }

  lines(): readonly string[] {
    return [...this.#series].map(([key, value]) => {
      return `${this.name}${formatLabels(this.#labels, key === '' ? [] : key.split('\0'))} ${formatNumber(value)}`;
    });
  }

  #key(values: readonly string[]): string {
    const key = values.join('\0');
    if (this.#series.has(key) || this.#series.size < MOST_SERIES) return key;
    return values.map(() => 'other').join('\0');
  }
}

interface Buckets {
  /** Number of observations of each bucket, and above all of them. */
  readonly counts: number[];
  sum: number;
}

/** A distribution of durations in seconds, for each value of at most one label. */
export class Histogram implements Metric {
  readonly type = 'histogram';
  readonly name: string;
  readonly help: string;
  readonly #label: string | undefined;
  readonly #limits: readonly number[];
  readonly #series = new Map<string, Buckets>();

  constructor({ help, name }: Described, limits: readonly number[], label?: string) {
    this.name = name;
    this.help = help;
    this.#limits = limits;
    this.#label = label;
  }

  observe(seconds: number, value = ''): void {
    const buckets = this.#find(value);
    let index = 0;
    while (index < this.#limits.length && seconds > (this.#limits[index] ?? 0)) index++;
    buckets.counts[index] = (buckets.counts[index] ?? 0) + 1;
    buckets.sum += seconds;
  }

  lines(): readonly string[] {
    const names = this.#label === undefined ? [] : [this.#label];
    return [...this.#series].flatMap(([value, { counts, sum }]) => {
      const own = names.length === 0 ? [] : [value];
      let total = 0;
      const buckets = [...this.#limits, Number.POSITIVE_INFINITY].map((limit, index) => {
        total += counts[index] ?? 0;
        return `${this.name}_bucket${formatLabels([...names, 'le'], [...own, formatNumber(limit)])} ${total}`;
      });
      const labels = formatLabels(names, own);
      return [...buckets, `${this.name}_sum${labels} ${formatNumber(sum)}`, `${this.name}_count${labels} ${total}`];
    });
  }

  #find(value: string): Buckets {
    const known = this.#series.get(value);
    if (known !== undefined) return known;
    if (this.#series.size >= MOST_SERIES && value !== 'other') return this.#find('other');
    const buckets = { counts: Array.from({ length: this.#limits.length + 1 }, () => 0), sum: 0 };
    this.#series.set(value, buckets);
    return buckets;
  }
}

/** Formats metrics as the text that Prometheus reads (version 0.0.4). */
export function formatMetrics(metrics: readonly Metric[]): string {
  return metrics
    .flatMap((metric) => [
      `# HELP ${metric.name} ${metric.help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${metric.name} ${metric.type}`,
      ...metric.lines(),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function formatLabels(names: readonly string[], values: readonly string[]): string {
  if (names.length === 0) return '';
  return `{${names.map((name, index) => `${name}="${escapeLabel(values[index] ?? '')}"`).join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function formatNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
