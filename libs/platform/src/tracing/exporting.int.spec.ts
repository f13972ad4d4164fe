import { OtlpReceiver } from '../../../../test/support/otlp-receiver.js';
import { eventually } from '../../../../test/support/eventually.js';
import { startExporting } from './exporting.js';
import { readTracing } from './tracing-config.js';

const SERVICE = { name: 'cards', version: '1', replica: 'cards-1' };
const BEFORE = { ...process.env };

let receiver: OtlpReceiver;

beforeEach(async () => {
  receiver = await OtlpReceiver.start();
});

afterEach(async () => {
  process.env = { ...BEFORE };
  await receiver.stop();
});

/** The exporter itself reads the process's environment. */
function exporting(env: Record<string, string>) {
  Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env });
  const config = readTracing(process.env, []);
  if (config === undefined) throw new Error('There is an endpoint');
  return startExporting(config, SERVICE);
}

describe('spans on their way out', () => {
  it('tell who they are of, in OpenTelemetry’s words and the operator’s', async () => {
    const { tracer, stop } = exporting({
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging',
      OTEL_SERVICE_NAME: 'cards-blue',
    });
    tracer.startSpan('one').end();
    await stop();
    expect(receiver.spans).toMatchObject([
      {
        name: 'one',
        resource: {
          'service.name': 'cards-blue',
          'service.namespace': 'commonplace',
          'service.version': '1',
          'service.instance.id': 'cards-1',
          'deployment.environment.name': 'staging',
        },
      },
    ]);
  });

  it('wait in a queue of bounded length while their receiver does not answer; those too many are dropped', async () => {
    receiver.hold();
    const { tracer, stop } = exporting({
      OTEL_BSP_MAX_QUEUE_SIZE: '100',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '50',
      OTEL_BSP_SCHEDULE_DELAY: '20',
    });
    tracer.startSpan('first').end();
    await eventually(() => {
      expect(receiver.held).toBe(1);
    });
    for (let index = 0; index < 10_000; index += 1) tracer.startSpan('more').end();
    receiver.letGo();
    await stop();
    const names = receiver.spans.map(({ name }) => name);
    expect(names).toContain('first');
    // Those that waited, and none of the other 9,900.
    expect(names.filter((name) => name === 'more')).toHaveLength(100);
  });

  it('keep a service that stops no longer than a moment', async () => {
    receiver.hold();
    const { tracer, stop } = exporting({});
    tracer.startSpan('last').end();
    const began = performance.now();
    await stop();
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
