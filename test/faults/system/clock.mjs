/**
 * Preloaded into the services of the fault suite (`--import`): their clock is off by as many milliseconds as the file
 * in FAULTS_CLOCK_FILE says, read at the start and at every SIGUSR2. Timers are left alone, as by a real jump.
 */
import { readFileSync } from 'node:fs';

const file = process.env['FAULTS_CLOCK_FILE'];
const realNow = Date.now.bind(Date);
let offset = 0;

function read() {
  try {
    offset = Number(readFileSync(String(file), 'utf8')) || 0;
  } catch {
    offset = 0;
  }
}

if (file !== undefined) {
  read();
  process.on('SIGUSR2', read);
  const shiftedNow = () => realNow() + offset;
  globalThis.Date = new Proxy(Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [shiftedNow()] : args, newTarget),
    apply: (target) => new target(shiftedNow()).toString(),
    get: (target, property, receiver) =>
      property === 'now' ? shiftedNow : Reflect.get(target, property, receiver),
  });
}
