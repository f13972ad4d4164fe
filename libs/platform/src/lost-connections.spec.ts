import { EventEmitter } from 'node:events';
import { surviveLostConnections } from './lost-connections.js';

const listening = (): { emitter: EventEmitter; warnings: unknown[] } => {
  const emitter = new EventEmitter();
  const warnings: unknown[] = [];
  const warn = (fields: unknown): void => void warnings.push(fields);
  surviveLostConnections({ warn }, emitter as unknown as NodeJS.Process);
  return { emitter, warnings };
};

describe('a connection that is lost while it is being opened', () => {
  it('is told in the log, and the process goes on', () => {
    const { emitter, warnings } = listening();
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    emitter.emit('unhandledRejection', reset);
    expect(warnings).toEqual([{ err: reset }]);
  });

  it('is told apart from every other rejection that nobody handles: those still end the process', () => {
    const { emitter } = listening();
    const mistake = new TypeError('undefined is no function');
    expect(() => emitter.emit('unhandledRejection', mistake)).toThrow(mistake);
  });
});
