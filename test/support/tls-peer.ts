import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as secure } from 'node:tls';

/** The certificate that a nats-server on this machine shows now, whoever issued it. */
export async function certificateOf(port: number): Promise<X509Certificate> {
  const socket = connect({ host: '127.0.0.1', port, signal: AbortSignal.timeout(5_000) });
  // It speaks first, in plain text, and says that it wants TLS.
  await once(socket, 'data');
  const encrypted = secure({ socket, servername: 'localhost', rejectUnauthorized: false });
  await once(encrypted, 'secureConnect');
  const { raw } = encrypted.getPeerCertificate();
  encrypted.destroy();
  return new X509Certificate(raw);
}
