/** Where spans go, and which. What is not here (headers, timeouts, certificates) the exporter reads by itself. */
export interface TracingConfig {
  sampler: SamplerName;
  /** Of `traceidratio` and its like, 0 to 1. */
  ratio: number;
  /** Spans that wait to be sent, at most; more are dropped. */
  queueSize: number;
  /** Spans in one message to the receiver, at most. */
  batchSize: number;
  /** Milliseconds that spans are gathered for. */
  delayMs: number;
}

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export type SamplerName = (typeof SAMPLERS)[number];

/**
 * OpenTelemetry's own variables. Nothing is traced without an endpoint to send to.
 *
 * @param problems is added to where something is wrong
 */
export function readTracing(env: NodeJS.ProcessEnv, problems: string[]): TracingConfig | undefined {
  const text = (key: string): string | undefined => (env[key]?.trim() === '' ? undefined : env[key]?.trim());
  const endpoints = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'];
  const key = endpoints.find((name) => text(name) !== undefined);
  const isOff =
    text('OTEL_SDK_DISABLED')?.toLowerCase() === 'true' || text('OTEL_TRACES_EXPORTER') === 'none';
  if (key === undefined || isOff) return undefined;
  if (!/^https?:\/\//u.test(text(key) ?? '') || !URL.canParse(text(key) ?? '')) {
    problems.push(`${key} must be an http or https URL, not "${text(key) ?? ''}"`);
  }
  expectOnly('OTEL_TRACES_EXPORTER', 'otlp');
  expectOnly('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/protobuf');
  expectOnly('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'http/protobuf');
  const queueSize = integer('OTEL_BSP_MAX_QUEUE_SIZE', 2_048, 100_000);
  return {
    sampler: sampler(),
    ratio: ratio(),
    queueSize,
    batchSize: Math.min(integer('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512, 100_000), queueSize),
    delayMs: integer('OTEL_BSP_SCHEDULE_DELAY', 5_000, 60_000),
  };

  function expectOnly(name: string, value: string): void {
    const set = text(name);
    if (set !== undefined && set !== value) problems.push(`${name} must be "${value}", not "${set}"`);
  }

  function sampler(): SamplerName {
    const set = text('OTEL_TRACES_SAMPLER');
    const known = SAMPLERS.find((name) => name === (set ?? 'parentbased_always_on'));
    if (known !== undefined) return known;
    problems.push(`OTEL_TRACES_SAMPLER must be one of ${SAMPLERS.join(', ')}, not "${set ?? ''}"`);
    return 'parentbased_always_on';
  }

  function ratio(): number {
    const set = text('OTEL_TRACES_SAMPLER_ARG') ?? '1';
    const value = Number(set);
    if (value >= 0 && value <= 1) return value;
    problems.push(`OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1, not "${set}"`);
    return 1;
  }

  function integer(name: string, fallback: number, max: number): number {
    const set = text(name);
    const value = Number(set ?? fallback);
    if (Number.isInteger(value) && value >= 1 && value <= max) return value;
    problems.push(`${name} must be a whole number from 1 to ${String(max)}, not "${set ?? ''}"`);
    return fallback;
  }
}
