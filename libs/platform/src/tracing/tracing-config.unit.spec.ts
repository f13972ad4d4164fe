import { readTracing } from './tracing-config.js';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

function read(env: NodeJS.ProcessEnv) {
  const problems: string[] = [];
  return { config: readTracing(env, problems), problems };
}

describe('what is traced', () => {
  it.each([
    {},
    { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
    { ...ENDPOINT, OTEL_SDK_DISABLED: 'true' },
    { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' },
  ])('is nothing with %j', (env) => {
    expect(read(env)).toEqual({ config: undefined, problems: [] });
  });

  it('is everything with an endpoint and no more, as OpenTelemetry has it', () => {
    const config = {
      sampler: 'parentbased_always_on',
      ratio: 1,
      queueSize: 2_048,
      batchSize: 512,
      delayMs: 5_000,
    };
    expect(read(ENDPOINT)).toEqual({ config, problems: [] });
    expect(read({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example/v1/traces' })).toEqual({
      config,
      problems: [],
    });
  });

  it('follows OpenTelemetry’s variables', () => {
    const { config, problems } = read({
      ...ENDPOINT,
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
      OTEL_BSP_MAX_QUEUE_SIZE: '100',
      OTEL_BSP_SCHEDULE_DELAY: '250',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    });
    expect(problems).toEqual([]);
    // A batch is never more than the queue holds.
    expect(config).toEqual({
      sampler: 'traceidratio',
      ratio: 0.25,
      queueSize: 100,
      batchSize: 100,
      delayMs: 250,
    });
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, /OTEL_EXPORTER_OTLP_ENDPOINT must be an http/],
    [{ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /PROTOCOL must be "http\/protobuf", not "grpc"/],
    [{ ...ENDPOINT, OTEL_TRACES_EXPORTER: 'zipkin' }, /OTEL_TRACES_EXPORTER must be "otlp", not "zipkin"/],
    [{ ...ENDPOINT, OTEL_TRACES_SAMPLER: 'sometimes' }, /OTEL_TRACES_SAMPLER must be one of always_on/],
    [{ ...ENDPOINT, OTEL_TRACES_SAMPLER_ARG: '2' }, /OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1/],
    [
      { ...ENDPOINT, OTEL_BSP_MAX_QUEUE_SIZE: '1.5' },
      /OTEL_BSP_MAX_QUEUE_SIZE must be a whole number from 1/,
    ],
  ])('refuses %j', (env, complaint) => {
    expect(read(env).problems.join('\n')).toMatch(complaint);
  });
});
