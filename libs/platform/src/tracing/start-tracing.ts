import { recordSpans } from '#eventing';
import type { TracedService } from './exporting.js';
import type { TracingConfig } from './tracing-config.js';

/**
 * Has this process record its spans and send them on. The SDK is loaded here and by nothing else: who does not trace
 * does not pay for it.
 *
 * @returns sends what is left and ends it
 */
export async function startTracing(
  config: TracingConfig,
  service: TracedService,
): Promise<() => Promise<void>> {
  const { startExporting } = await import('./exporting.js');
  const { tracer, stop } = startExporting(config, service);
  recordSpans(tracer);
  return async () => {
    recordSpans(undefined);
    await stop();
  };
}
