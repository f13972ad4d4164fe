import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RunningSystem } from '../../test/contracts/support/running-system.js';
import { describeWith, obtain } from '../../test/support/brokers/available.js';
import { testFolder } from '../../test/support/run.js';
import { findPromtool } from '../dev/servers/find-promtool.mjs';

const HERE = import.meta.dirname;
const GRAFANA = join(HERE, '../grafana');
const PAGE = join(HERE, '../../docs/alerts.md');
/** Of services and of prometheus-nats-exporter: whatever else stands in an expression is a label or a function. */
const METRIC =
  /\b(?:commonplace|messaging_client|messaging_process|http_server|nodejs|process|jetstream)_\w+/gu;
const RECORDED = /\bservice:\w+:\w+/gu;

interface Dashboard {
  uid: string;
  panels: { id: number; type: string; description?: string; targets?: { expr: string }[] }[];
}

const rules = readdirSync(join(HERE, 'rules')).map((file) => join(HERE, 'rules', file));
const rulesText = rules.map((file) => readFileSync(file, 'utf8')).join('\n');
const alerts = [...rulesText.matchAll(/^ *- alert: (\w+)$/gmu)].map(([, name = '']) => name);
const dashboards = readdirSync(GRAFANA)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({
    file,
    dashboard: JSON.parse(readFileSync(join(GRAFANA, file), 'utf8')) as Dashboard,
  }));
const expressions = dashboards.flatMap(({ dashboard }) =>
  dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
);

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();
const namesIn = (text: string, pattern: RegExp): string[] => sorted(text.match(pattern) ?? []);

describe('an alert', () => {
  it('has an entry that says what it means, where to look and what to do', () => {
    const page = readFileSync(PAGE, 'utf8');
    const entries = page.split(/^### /mu).slice(1);
    const nameOf = (entry: string): string => entry.slice(0, entry.indexOf('\n'));
    expect(sorted(entries.map(nameOf))).toEqual(sorted(alerts));
    for (const entry of entries)
      expect([nameOf(entry), entry.includes('- Do: ')]).toEqual([nameOf(entry), true]);
    const links = [...rulesText.matchAll(/runbook: docs\/alerts\.md#(\w+)$/gmu)].map(([, anchor]) => anchor);
    expect(links).toEqual(alerts.map((name) => name.toLowerCase()));
  });

  it('is as urgent as its entry says', () => {
    const page = readFileSync(PAGE, 'utf8');
    const severities = [...rulesText.matchAll(/- alert: (\w+)\n.*?severity: (\w+)/gsu)];
    for (const [, name = '', severity = ''] of severities)
      expect(page).toMatch(new RegExp(`^### ${name}\\n\\n_${severity}`, 'mu'));
    expect(severities).toHaveLength(alerts.length);
  });

  it('is shown to fire', () => {
    const tests = readFileSync(join(HERE, 'tests', 'alerts.test.yml'), 'utf8');
    const fired = [...tests.matchAll(/alertname: (\w+)\n *exp_alerts:/gu)].map(([, name = '']) => name);
    expect(sorted(fired)).toEqual(sorted(alerts));
  });
});

describe('a dashboard', () => {
  it('has a name of its own, and panels that say what they show', () => {
    expect(sorted(dashboards.map(({ dashboard }) => dashboard.uid))).toHaveLength(dashboards.length);
    for (const { file, dashboard } of dashboards) {
      const ids = dashboard.panels.map(({ id }) => id);
      expect([file, new Set(ids).size]).toEqual([file, ids.length]);
      const silent = dashboard.panels.filter(({ type, description }) => type !== 'row' && !description);
      expect([file, silent.map(({ id }) => id)]).toEqual([file, []]);
    }
  });
});

describe('rules and dashboards', () => {
  let system: RunningSystem;

  beforeAll(async () => {
    system = await RunningSystem.start();
  }, 60_000);

  afterAll(() => system.stop());

  it('ask for what running services, the exporter of NATS and the recording rules have', async () => {
    const scrapes = await Promise.all(
      [...system.services.values()].map(async ({ url }) => (await fetch(new URL('/metrics', url))).text()),
    );
    const exposed = [...scrapes.join('\n').matchAll(/^# TYPE (\w+) (\w+)$/gmu)].flatMap(
      ([, name = '', type]) =>
        type === 'histogram' ? ['_bucket', '_count', '_sum'].map((end) => name + end) : [name],
    );
    const exporter = readFileSync(join(HERE, 'nats-exporter.txt'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    const known = new Set([...exposed, ...exporter]);
    const asked = namesIn(`${rulesText}\n${expressions.join('\n')}`, METRIC);
    expect(asked.length).toBeGreaterThan(30);
    expect(asked.filter((name) => !known.has(name))).toEqual([]);

    const recorded = [...rulesText.matchAll(/^ *- record: (\S+)$/gmu)].map(([, name]) => name);
    const used = namesIn(`${rulesText}\n${expressions.join('\n')}`, RECORDED);
    expect(used.filter((name) => !recorded.includes(name))).toEqual([]);
  });
});

(await describeWith('promtool', findPromtool))('to promtool', () => {
  /** What it prints; rejects with that where it finds fault. */
  async function promtool(...args: string[]): Promise<string> {
    const program = await obtain(findPromtool);
    if (program.kind !== 'binary') throw new Error('promtool is no container here');
    const { stdout, stderr } = await promisify(execFile)(program.path, args, { cwd: HERE }).catch(
      (error: unknown) => {
        const { stdout: said = '', stderr: complained = '' } = error as { stdout?: string; stderr?: string };
        throw new Error(`${said}\n${complained}`, { cause: error });
      },
    );
    return stdout + stderr;
  }

  it('the configuration and its rules are sound', async () => {
    const said = await promtool('check', 'config', 'prometheus.yml');
    expect(said).toContain(`SUCCESS: ${String(rules.length)} rule files found`);
  });

  it('each alert fires when it should, and only then', async () => {
    await promtool('test', 'rules', 'tests/alerts.test.yml');
  });

  it('every expression of a dashboard is one', async () => {
    const file = join(testFolder('promtool'), 'dashboards.yml');
    const rule = (expr: string, index: number): object => ({
      record: `dashboard:expression:${String(index)}`,
      expr: expr.replaceAll('$__rate_interval', '5m').replaceAll('$service', 'feeds'),
    });
    // JSON is YAML.
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboards', rules: expressions.map(rule) }] }));
    expect(await promtool('check', 'rules', file)).toContain(
      `SUCCESS: ${String(expressions.length)} rules found`,
    );
  });
});
