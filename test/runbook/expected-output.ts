/**
 * Whether a command printed what the runbook shows. Blank lines and the width of spaces do not count; `…` is any text
 * within a line, and by itself any number of lines; `$NAME` is the variable's value.
 *
 * @returns nothing when it did, else the first line that was not there.
 */
export function missingLine(
  expected: string,
  actual: string,
  variables: Readonly<Record<string, string>>,
): string | undefined {
  const lines = linesOf(actual);
  const patterns = linesOf(expected);
  // Where the output may stand so far: after that many of its lines, for each reading of the gaps.
  let places = new Set([0]);
  for (const pattern of patterns) {
    const next = new Set<number>();
    for (const place of places) {
      if (pattern === '…') {
        for (let after = place; after <= lines.length; after += 1) next.add(after);
      } else if (toExpression(pattern, variables).test(lines[place] ?? '\n')) {
        next.add(place + 1);
      }
    }
    if (next.size === 0) return pattern;
    places = next;
  }
  return places.has(lines.length) ? undefined : 'the end';
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/gu, ' ').trim())
    .filter((line) => line !== '');
}

function toExpression(pattern: string, variables: Readonly<Record<string, string>>): RegExp {
  const source = pattern
    .replace(/\$([A-Z_]+)/gu, (whole, name: string) => variables[name] ?? whole)
    .replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')
    .replaceAll('…', '.*');
  return new RegExp(`^${source}$`, 'u');
}
