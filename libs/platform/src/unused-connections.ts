import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Ends connections on which nothing was asked yet when the server closes. To Node they are not idle, so it would wait
 * for their first request until that times out: clients open them in advance, and again when a stream ends.
 */
export function endUnusedConnections(app: NestFastifyApplication): void {
  const server: Server = app.getHttpServer();
  const unused = new Set<Socket>();
  let isClosing = false;
  server.on('connection', (socket: Socket) => {
    if (isClosing) {
      socket.destroy();
      return;
    }
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preClose', (done) => {
      isClosing = true;
      for (const socket of unused) socket.destroy();
      done();
    });
}
