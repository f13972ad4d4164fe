/** Reads OTLP's protobuf by its field numbers (opentelemetry/proto/trace/v1/trace.proto), as any receiver would. */

export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  /** Empty at the root of a trace. */
  parentSpanId: string;
  name: string;
  /** As OTLP counts them: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number;
  /** Nanoseconds since 1970. */
  start: bigint;
  end: bigint;
  attributes: Record<string, unknown>;
  links: { traceId: string; spanId: string; attributes: Record<string, unknown> }[];
  isError: boolean;
  /** Of the process: `service.name` and the like. */
  resource: Record<string, unknown>;
}

/** The spans of one `ExportTraceServiceRequest`. */
export function spansOf(body: Uint8Array): ReceivedSpan[] {
  return message(body, 1).flatMap((resourceSpans) => {
    const resource = Object.assign(
      {},
      ...message(resourceSpans, 1).map((each) => attributes(each, 1)),
    ) as Record<string, unknown>;
    return message(resourceSpans, 2).flatMap((scopeSpans) =>
      message(scopeSpans, 2).map((span) => spanOf(span, resource)),
    );
  });
}

function spanOf(span: Uint8Array, resource: Record<string, unknown>): ReceivedSpan {
  return {
    traceId: hex(span, 1),
    spanId: hex(span, 2),
    parentSpanId: hex(span, 4),
    name: text(span, 5),
    kind: Number(number(span, 6) ?? 0n),
    start: number(span, 7) ?? 0n,
    end: number(span, 8) ?? 0n,
    attributes: attributes(span, 9),
    links: message(span, 13).map((link) => ({
      traceId: hex(link, 1),
      spanId: hex(link, 2),
      attributes: attributes(link, 4),
    })),
    isError: message(span, 15).some((status) => number(status, 3) === 2n),
    resource,
  };
}

function attributes(body: Uint8Array, field: number): Record<string, unknown> {
  const pairs = message(body, field).map((pair): [string, unknown] => {
    const [value = new Uint8Array()] = message(pair, 2);
    const [string] = message(value, 1);
    const boolean = number(value, 2);
    const integer = number(value, 3);
    if (string !== undefined) return [text(pair, 1), Buffer.from(string).toString()];
    return [text(pair, 1), boolean === undefined ? integer && Number(integer) : boolean === 1n];
  });
  return Object.fromEntries(pairs);
}

const hex = (body: Uint8Array, field: number): string =>
  Buffer.from(message(body, field)[0] ?? []).toString('hex');
const text = (body: Uint8Array, field: number): string =>
  Buffer.from(message(body, field)[0] ?? []).toString('utf8');

function message(body: Uint8Array, field: number): Uint8Array[] {
  return fieldsOf(body).flatMap((each) =>
    each.field === field && typeof each.value !== 'bigint' ? [each.value] : [],
  );
}

function number(body: Uint8Array, field: number): bigint | undefined {
  const found = fieldsOf(body).find((each) => each.field === field && typeof each.value === 'bigint');
  return found?.value as bigint | undefined;
}

/** Protobuf's wire format: each value behind the number of its field and how it is written. */
function fieldsOf(body: Uint8Array): { field: number; value: bigint | Uint8Array }[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const fields: { field: number; value: bigint | Uint8Array }[] = [];
  let at = 0;
  const varint = (): bigint => {
    for (let value = 0n, shift = 0n; ; shift += 7n) {
      const byte = view.getUint8(at);
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < body.length) {
    const tag = Number(varint());
    const field = tag >> 3;
    switch (tag & 7) {
      case 0:
        fields.push({ field, value: varint() });
        break;
      case 1:
        fields.push({ field, value: view.getBigUint64(at, true) });
        at += 8;
        break;
      case 2: {
        const length = Number(varint());
        fields.push({ field, value: body.subarray(at, at + length) });
        at += length;
        break;
      }
      case 5:
        fields.push({ field, value: BigInt(view.getUint32(at, true)) });
        at += 4;
        break;
      default:
        throw new Error(`No protobuf: wire type ${String(tag & 7)} at byte ${String(at)}`);
    }
  }
  return fields;
}
