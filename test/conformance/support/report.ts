import { appendFileSync } from 'node:fs';
import type { Counts } from './tally.js';

/** One case's outcome, as a line of JSON in the file that the command reads. */
export interface CaseReport {
  transport: string;
  /** Place in the table of cases; the reports come as the cases end. */
  place: number;
  id: string;
  title: string;
  level: string;
  result: 'passed' | 'failed';
  milliseconds: number;
  counts: Counts;
  error?: string;
}

/** Writes the outcome where `CONFORMANCE_REPORT` says; nowhere without it. */
export function report(outcome: CaseReport): void {
  const file = process.env['CONFORMANCE_REPORT'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(outcome)}\n`);
}
