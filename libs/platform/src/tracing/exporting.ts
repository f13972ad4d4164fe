import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { diag, DiagLogLevel, type Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { samplerOf } from './samplers.js';
import type { TracingConfig } from './tracing-config.js';

/** Who it is that the spans tell of. */
export interface TracedService {
  name: string;
  version: string;
  replica: string;
}

export interface Exporting {
  tracer: Tracer;
  /** Sends what is left, for a moment; what can not be sent by then is lost. */
  stop: () => Promise<void>;
}

/** As many events as the inbox puts into one transaction: the span of a batch is linked to each. */
const MAX_LINKS = 512;
const STOP_MS = 2_000;
/** A receiver that is away fails every few seconds: it is told of once in so many. */
const COMPLAIN_EVERY_MS = 60_000;

/**
 * Spans over OTLP/HTTP. They wait in a queue of bounded length: a receiver that is slow or away costs spans, no memory
 * and no request.
 */
export function startExporting(config: TracingConfig, service: TracedService): Exporting {
  complainSeldom(new Logger('Tracing'));
  const resource = defaultResource()
    .merge(
      resourceFromAttributes({
        'service.name': service.name,
        'service.namespace': 'commonplace',
        'service.version': service.version,
        'service.instance.id': service.replica,
      }),
    )
    // OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME have the last word.
    .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }));
  const provider = new TracerProvider({
    resource,
    sampler: samplerOf(config.sampler, config.ratio),
    spanLimits: { linkCountLimit: MAX_LINKS },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter(),
        maxQueueSize: config.queueSize,
        maxExportBatchSize: config.batchSize,
        scheduledDelayMillis: config.delayMs,
      }),
    ],
  });
  return {
    tracer: provider.getTracer('commonplace'),
    stop: () => Promise.race([provider.shutdown(), delay(STOP_MS)]).catch(() => undefined),
  };
}

function complainSeldom(logger: Logger): void {
  let complainedAt = -Infinity;
  const complain = (message: string): void => {
    if (performance.now() - complainedAt < COMPLAIN_EVERY_MS) return;
    complainedAt = performance.now();
    logger.warn({ reason: message.slice(0, 500) }, 'spans are lost or late');
  };
  const quiet = (): void => undefined;
  diag.setLogger(
    { error: complain, warn: complain, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
