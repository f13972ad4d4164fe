/**
 * npm run test:runbook: runs every command of infra/nats/RUNBOOK.md, as the identity that it names, against real
 * servers, and holds what it prints against what the page shows. What follows `--` goes to Jest.
 *
 * Ends with one line, `N passed, N failed`.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

if (await bootstrap(fileURLToPath(import.meta.url))) {
  const { build } = await import('./build.mjs');
  const { runJest } = await import('./jest.mjs');
  const { asker, complain, say } = await import('./output.mjs');
  const { DATA, TOOLS } = await import('./paths.mjs');
  const { findNatsCli } = await import('./servers/find-nats-cli.mjs');
  const { findNatsServer } = await import('./servers/find-nats.mjs');
  try {
    build(say);
    // The specs can not ask whether something may be obtained.
    const options = { toolsDir: TOOLS, log: say, ask: asker(false) };
    await findNatsServer(options);
    const cli = await findNatsCli(options);
    say(`nats: version ${cli.version}, ${cli.source}`);
    const report = join(DATA, 'test', `runbook-${process.pid}.jsonl`);
    const tally = await runJest(['test/runbook', ...process.argv.slice(2)], {
      RUNBOOK_REPORT: report,
      TEST_TIER: 'long',
      // What can not be had fails the test instead of being skipped.
      CI: 'true',
    });
    tellWhatRan(report, say);
    say(`\n${tally.passed} passed, ${tally.failed} failed`);
    if (tally.failed > 0) process.exitCode = 1;
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

/**
 * The commands in the page's order, each under its heading.
 * @param {string} report
 * @param {(line: string) => void} say
 */
function tellWhatRan(report, say) {
  if (!existsSync(report)) return;
  /** @type {import('../../test/runbook/report.js').StepReport[]} */
  const steps = readFileSync(report, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  rmSync(report);
  let heading = '';
  for (const step of steps.sort((one, other) => one.line - other.line)) {
    if (step.heading !== heading) say(`\n${step.heading}`);
    heading = step.heading;
    say(
      `${step.result === 'passed' ? '✓' : '✗'} ${step.script.replaceAll('\n', '\n  ')} (${step.milliseconds} ms)`,
    );
  }
}
