import { Controller, Get, Logger, Module, Post } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { randomUUID } from 'node:crypto';
import { type EventEnvelope, EventLog, OnEvent, PermanentError } from '#eventing';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { counted, CountedV1 } from '../../../test/support/engine-world.js';
import { eventually } from '../../../test/support/eventually.js';
import { Public } from './auth.js';
import { createLogger, PinoLogger } from './logging.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = 'b7ad6b7169203331';
const headers = { traceparent: `00-${TRACE_ID}-${SPAN_ID}-01`, 'x-correlation-id': 'asked-by-ada' };

@Public()
@Controller('talk')
class TalkController {
  readonly #logger = new Logger('Talk');
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  @Get()
  async talk(): Promise<object> {
    await this.#log.transaction(async (uow) => {
      await uow.sql`select 1`;
      this.#logger.log({ note: 'in a transaction' }, 'talking');
    });
    return {};
  }

  @Post('fail')
  fail(): never {
    throw new RangeError('unforeseen');
  }

  @OnEvent(CountedV1)
  onCounted(@Payload() event: EventEnvelope<CountedV1>): void {
    this.#logger.log({ value: event.data.value }, 'counting');
    if (event.data.value === 666) throw new PermanentError('666');
  }
}

@Module({ controllers: [TalkController] })
class TalkModule {}

type Line = Record<string, unknown>;

const lines: Line[] = [];
let service: ServiceKit;

beforeAll(async () => {
  const definition = { title: 'Test', description: 'Of lines', version: '1', upcasters: [] };
  service = await ServiceKit.start({ ...definition, name: 'feeds', module: TalkModule });
  const output = { write: (line: string) => void lines.push(JSON.parse(line) as Line) };
  Logger.overrideLogger(new PinoLogger(createLogger('feeds', 'debug', output)));
});

beforeEach(() => {
  lines.splice(0);
});

afterAll(() => service.stop());

const found = (message: string): Promise<Line> =>
  eventually(() => {
    const line = lines.find(({ msg }) => msg === message);
    if (line === undefined) throw new Error(`There is no line "${message}"`);
    return line;
  });

const place = { correlationId: 'asked-by-ada', traceId: TRACE_ID, spanId: SPAN_ID };

describe('a line of the log', () => {
  it('about a request names it, its correlation and its trace, wherever it is written', async () => {
    await service.request('GET', '/talk', { headers });
    const talking = await found('talking');
    expect(talking).toMatchObject({ service: 'feeds', context: 'Talk', note: 'in a transaction', ...place });
    expect(talking['requestId']).toEqual(expect.any(String));
    expect(talking).not.toHaveProperty('eventId');

    const answered = await found('request answered');
    expect(answered).toMatchObject({ method: 'GET', route: '/talk', status: 200, ...place });
    expect(answered['requestId']).toBe(talking['requestId']);
  });

  it('about a request that failed does so too', async () => {
    await service.request('POST', '/talk/fail', { headers });
    expect(await found('request failed')).toMatchObject({
      level: 50,
      err: { message: 'unforeseen' },
      requestId: expect.any(String) as string,
      ...place,
    });
  });

  it('about an event names it, from within its handler and from around it', async () => {
    const { id } = await service.publish('cards', randomUUID(), counted(1));
    expect(await found('counting')).toMatchObject({ value: 1, eventId: id, correlationId: 'test' });
    lines.splice(0);

    const aggregateId = randomUUID();
    const cursed = await service.publish('cards', aggregateId, counted(666));
    expect(await found('counting')).toMatchObject({ eventId: cursed.id });
    expect(await found('a handler failed; the event is parked')).toMatchObject({
      eventId: cursed.id,
      type: CountedV1.type,
      aggregateId,
      correlationId: 'test',
      status: 'dead',
    });
  });

  it('about neither has none of them, and of how a service is there are none', async () => {
    await service.request('GET', '/readyz');
    new Logger('Elsewhere').log('by itself');
    const line = await found('by itself');
    for (const field of ['correlationId', 'requestId', 'eventId', 'traceId'])
      expect(line).not.toHaveProperty(field);
    expect(lines.map(({ msg }) => msg)).not.toContain('request answered');
  });
});
