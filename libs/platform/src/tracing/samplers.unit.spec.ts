import { type Link, ROOT_CONTEXT, SpanKind, trace, TraceFlags } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { samplerOf } from './samplers.js';
import type { SamplerName } from './tracing-config.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

const spanContext = (traceFlags: TraceFlags) => ({ traceId: TRACE, spanId: 'b7ad6b7169203331', traceFlags });

function isRecorded(
  name: SamplerName,
  ratio: number,
  parent?: TraceFlags,
  links: TraceFlags[] = [],
): boolean {
  const context =
    parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, spanContext(parent));
  const linked = links.map((flags): Link => ({ context: spanContext(flags) }));
  const { decision } = samplerOf(name, ratio).shouldSample(
    context,
    TRACE,
    'span',
    SpanKind.CONSUMER,
    {},
    linked,
  );
  return decision === SamplingDecision.RECORD_AND_SAMPLED;
}

describe('a sampler', () => {
  it.each<[SamplerName, number, boolean, boolean, boolean]>([
    ['always_on', 1, true, true, true],
    ['always_off', 1, false, false, false],
    ['traceidratio', 1, true, true, true],
    ['traceidratio', 0, false, false, false],
    ['parentbased_always_on', 1, true, true, false],
    ['parentbased_always_off', 1, false, true, false],
    ['parentbased_traceidratio', 0, false, true, false],
    ['parentbased_traceidratio', 1, true, true, false],
  ])('%s with %d: roots %s, below what is recorded %s, below what is not %s', (name, ratio, ...expected) => {
    const parents = [undefined, TraceFlags.SAMPLED, TraceFlags.NONE];
    expect(parents.map((parent) => isRecorded(name, ratio, parent))).toEqual(expected);
  });

  it('records what is linked to anything recorded, so that no trace ends at a batch', () => {
    const { NONE, SAMPLED } = TraceFlags;
    expect(isRecorded('parentbased_traceidratio', 0, undefined, [NONE, SAMPLED])).toBe(true);
    expect(isRecorded('parentbased_traceidratio', 0, undefined, [NONE, NONE])).toBe(false);
  });
});
