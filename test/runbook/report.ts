import { appendFileSync } from 'node:fs';

/** One command's outcome, as a line of JSON in the file that `npm run test:runbook` reads. */
export interface StepReport {
  heading: string;
  line: number;
  script: string;
  result: 'passed' | 'failed';
  milliseconds: number;
}

/** Writes the outcome where `RUNBOOK_REPORT` says; nowhere without it. */
export function report(outcome: StepReport): void {
  const file = process.env['RUNBOOK_REPORT'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(outcome)}\n`);
}
