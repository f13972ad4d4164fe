/** How what is shown is held against what is expected. */
import type { CheckerRule, Violation } from './rules.ts';

/** Differences are told one by one only this far. */
const SAMPLES = 3;

/** As bags: what is missing, and what is too much. */
export function same(
  rule: CheckerRule,
  name: string,
  expected: readonly object[],
  actual: readonly object[],
): Violation[] {
  const left = new Map<string, number>();
  for (const item of expected) {
    const key = canonical(item);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const extra: string[] = [];
  for (const item of actual) {
    const key = canonical(item);
    const count = left.get(key) ?? 0;
    if (count === 0) extra.push(key);
    else if (count === 1) left.delete(key);
    else left.set(key, count - 1);
  }
  const missing = [...left.keys()];
  if (missing.length + extra.length === 0) return [];
  const some = (items: readonly string[]): string => items.slice(0, SAMPLES).join('\n      ');
  const detail = `${name}: ${String(missing.length)} missing, ${String(extra.length)} too much of ${String(expected.length)}
    missing: ${some(missing)}
    too much: ${some(extra)}`;
  return [{ rule, detail }];
}

export function unique(rule: CheckerRule, name: string, ids: readonly string[]): Violation[] {
  const seen = new Set<string>();
  const twice = ids.filter((id) => seen.has(id) || !seen.add(id));
  return twice.length === 0
    ? []
    : [{ rule, detail: `${name} has ${twice.slice(0, SAMPLES).join(', ')} twice` }];
}

export function newestFirst(
  rule: CheckerRule,
  name: string,
  positions: readonly (readonly [string, string])[],
): Violation[] {
  const wrong = positions.findIndex(([at, id], index) => {
    const before = positions[index - 1];
    return before !== undefined && (before[0] < at || (before[0] === at && before[1] < id));
  });
  return wrong < 0 ? [] : [{ rule, detail: `${name} is out of order at ${String(wrong)}` }];
}

/** Of those that are in both. */
export function inOrder(
  rule: CheckerRule,
  name: string,
  expected: readonly string[],
  actual: readonly string[],
): Violation[] {
  const [wanted, found] = [new Set(expected), new Set(actual)];
  const order = expected.filter((id) => found.has(id));
  const wrong = actual.filter((id) => wanted.has(id)).findIndex((id, index) => id !== order[index]);
  return wrong < 0 ? [] : [{ rule, detail: `${name} is out of order at ${String(wrong)}` }];
}

export function count(rule: CheckerRule, name: string, expected: number, actual: number): Violation[] {
  if (expected === actual) return [];
  return [{ rule, detail: `${name}: counted ${String(expected)}, told ${String(actual)}` }];
}

/** With keys in order, and without what is undefined. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
