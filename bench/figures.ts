/** One measured figure beside its limit: what a stated bound, or a minimal loop by hand in the same run, gives. */
export interface Figure {
  bench: string;
  transport: string;
  value: number;
  unit: string;
  limit: number;
  /** value / limit. Above 1 is better for a rate, worse for a time. */
  ratio: number;
}

export interface Spread {
  median: number;
  min: number;
  max: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: percentile(sorted, 0.5), min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 };
}

/** The value below which a share of the (sorted) values lies: the nearest rank. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? 0;
}

/**
 * Measures in turns, A B A B, so that a disk or a neighbour that drifts strikes all alike.
 *
 * @param runs by name; each returns one value
 * @returns each run's values, in the order of the pairs
 */
export async function interleave<K extends string>(
  pairs: number,
  runs: Record<K, () => Promise<number>>,
): Promise<Record<K, number[]>> {
  const names = Object.keys(runs) as K[];
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const name of names) values[name].push(await runs[name]());
  }
  return values;
}

export function figure(of: {
  bench: string;
  /** Or the peer; `-` where neither plays a part. */
  transport: string;
  unit: string;
  value: number;
  limit: number;
}): Figure {
  const { bench, transport, unit, value, limit } = of;
  return {
    bench,
    transport,
    value: rounded(value),
    unit,
    limit: rounded(limit),
    ratio: limit === 0 ? (value === 0 ? 1 : rounded(value)) : rounded(value / limit),
  };
}

/** As people read it: the median, and how far the rounds lay apart. */
export function described(values: readonly number[]): string {
  const { median, min, max } = spread(values);
  return `${rounded(median).toLocaleString('en')} (${rounded(min).toLocaleString('en')} to ${rounded(max).toLocaleString('en')})`;
}

function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}

export function table(figures: readonly Figure[]): string {
  const rows = [
    ['bench', 'transport', 'value', 'unit', 'limit', 'ratio'],
    ...figures.map((each) => [
      each.bench,
      each.transport,
      each.value.toLocaleString('en'),
      each.unit,
      each.limit.toLocaleString('en'),
      each.ratio.toFixed(2),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const isNumber = (column: number): boolean => column === 2 || column >= 4;
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
