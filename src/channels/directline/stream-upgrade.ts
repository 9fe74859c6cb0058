import type { IncomingMessage } from 'node:http';
import { WebSocketServer } from 'ws';
import type { Upgrade } from '../../http/server.ts';
import { SchalterError } from '../../platform/errors.ts';
import { errorFields } from '../../platform/log.ts';
import type { Feeds } from './feeds.ts';
import { liveHead } from './live-head.ts';
import { readWatermark } from './watermark.ts';
import type { Wiring } from './wiring.ts';

/** Largest frame that a client may send, in bytes: it has nothing to say but that it lives. */
const maxPayload = 64 * 1024;
const streamPath = /^\/v3\/directline\/conversations\/([^/?]+)\/stream(?:\?(.*))?$/;

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

function refuse({ socket }: Upgrade, { status, code, message }: SchalterError): void {
  const body = JSON.stringify({ error: { code, message } });
  socket.end(
    `HTTP/1.1 ${String(status)} ${reasons[status] ?? 'Error'}\r\nconnection: close\r\n` +
      `content-type: application/json; charset=utf-8\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`,
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new SchalterError('NotFound');
  }
}

/** Takes the sockets of `GET /v3/directline/conversations/:id/stream`: row 5 of the table in docs/direct-line.md. */
export function createStreamUpgrade(wiring: Wiring, feeds: Feeds, isStopping: () => boolean): (u: Upgrade) => boolean {
  const { store, log, gate, tokens } = wiring;
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload, clientTracking: false });

  const open = async (upgrade: Upgrade, raw: IncomingMessage, id: string, query: URLSearchParams): Promise<void> => {
    const conversationId = decoded(id);
    const credential = query.get('t');
    if (credential === null || credential === '') throw new SchalterError('Unauthorized');
    const { grant } = await tokens.verify('stream', credential);
    if (grant.conv !== conversationId) throw new SchalterError('Forbidden');
    gate.checkOrigin(grant, raw.headers.origin);
    const head = await liveHead(store, conversationId);
    const position = readWatermark(query, head.lastSeq, head.lastSeq);
    if (isStopping()) throw new SchalterError('Stopping');
    server.handleUpgrade(raw, upgrade.socket, upgrade.head, (socket) =>
      feeds.add(conversationId, head.customer, socket, position),
    );
  };

  return (upgrade) => {
    const match = streamPath.exec(upgrade.raw.url ?? '');
    const id = match?.[1];
    if (id === undefined) return false;
    open(upgrade, upgrade.raw, id, new URLSearchParams(match?.[2] ?? '')).catch((error: unknown) => {
      if (!(error instanceof SchalterError)) log.error(errorFields(error), 'a stream could not be opened');
      refuse(upgrade, error instanceof SchalterError ? error : new SchalterError('Internal'));
    });
    return true;
  };
}
