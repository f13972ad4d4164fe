import { isSampled, spanContextOf, traceparentOf } from './trace-context.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('a traceparent', () => {
  it('names a span, and comes back as it was', () => {
    const context = spanContextOf(`00-${TRACE}-${SPAN}-01`);
    expect(context).toEqual({ traceId: TRACE, spanId: SPAN, traceFlags: 1, isRemote: true });
    expect(context && traceparentOf(context)).toBe(`00-${TRACE}-${SPAN}-01`);
  });

  it('says whether the trace is recorded, and of flags that are not ours nothing', () => {
    expect(
      ['00', '01', '02', '03'].map((flags) => isSampled(spanContextOf(`00-${TRACE}-${SPAN}-${flags}`)!)),
    ).toEqual([false, true, false, true]);
    expect(spanContextOf(`00-${TRACE}-${SPAN}-ff`)?.traceFlags).toBe(1);
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `01-${TRACE}-${SPAN}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01-more`,
  ])('names none when it is %j', (traceparent) => {
    expect(spanContextOf(traceparent)).toBeUndefined();
  });
});
