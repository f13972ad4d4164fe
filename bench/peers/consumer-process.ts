/**
 * A peer's consumer as a process: `consumer-process.ts <peer>`, forked. It says `loaded`, begins on `go`, says
 * `consuming`, and ends in order on `stop`. Its environment is that of `Peer.serve`.
 */
import { loadPeer } from './index.ts';

const peer = await loadPeer(process.argv[2] ?? '');
const say = (message: string): void => void process.send?.(message);
let consumer: Awaited<ReturnType<typeof peer.consume>> | undefined;
process.on('message', (message) => {
  void (async () => {
    if (message === 'go') {
      consumer = await peer.consume(process.env as Record<string, string>);
      say('consuming');
    }
    if (message === 'stop') {
      await consumer?.stop();
      process.exit(0);
    }
  })();
});
// Nobody is left to say `stop`.
process.on('disconnect', () => process.exit(0));
say('loaded');
