/** What the tools here print, and ask. */
import { createInterface } from 'node:readline';

/** @param {string} [line] */
export function say(line = '') {
  process.stdout.write(`${line}\n`);
}

/** @param {string} line */
export function complain(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {number} startedAt as of `Date.now()` */
export function secondsSince(startedAt) {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
}

/**
 * Columns as wide as their widest cell.
 * @param {readonly (readonly string[])[]} rows
 */
export function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}

/**
 * Asks at a terminal. Where nobody can answer, and with `--yes` or CI=true, the answer is yes.
 * @param {boolean} yes
 * @returns {(question: string) => Promise<boolean>}
 */
export function asker(yes) {
  return async (question) => {
    if (yes || process.env['CI'] === 'true' || !process.stdin.isTTY) return true;
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
      const answer = await new Promise((resolve) => terminal.question(`${question} [Y/n] `, resolve));
      return /^(y(es)?)?$/i.test(String(answer).trim());
    } finally {
      terminal.close();
    }
  };
}
