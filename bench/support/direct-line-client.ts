import { WebSocket } from 'ws';
import type { Connection } from './http-client.ts';

/** A website visitor with an open stream. */
export interface DirectLineClient {
  /** Posts a message and waits until a reply of the bot is on the socket. */
  ask(line: Connection, text: string, turn: number): Promise<void>;
  close(): void;
}

interface Frame {
  readonly activities?: readonly { readonly from?: { readonly role?: string }; readonly type: string }[];
}

async function openClient(base: string, secret: string): Promise<DirectLineClient> {
  const begin = await fetch(`${base}/v3/directline/conversations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: '{}',
  });
  const { conversationId, token, streamUrl } = (await begin.json()) as {
    conversationId: string;
    token: string;
    streamUrl: string;
  };
  const socket = new WebSocket(streamUrl, { perMessageDeflate: false });
  let waiting: (() => void) | null = null;
  let greeted: (() => void) | null = null;
  const ready = new Promise<void>((resolve) => (greeted = resolve));
  socket.on('message', (data: Buffer) => {
    if (data.length === 0) return;
    const text = data.toString();
    // The cheap look first: the bench's own cost comes off the same two cores.
    if (!text.includes('"role":"bot"')) return;
    const frame = JSON.parse(text) as Frame;
    if (frame.activities?.some((activity) => activity.type === 'message' && activity.from?.role === 'bot') !== true)
      return;
    greeted?.();
    waiting?.();
    waiting = null;
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  await ready;
  const path = `/v3/directline/conversations/${encodeURIComponent(conversationId)}/activities`;
  const headers = { authorization: `Bearer ${token}` };
  return {
    async ask(line, text, turn) {
      const replied = new Promise<void>((resolve) => (waiting = resolve));
      const body = JSON.stringify({
        type: 'message',
        text,
        locale: 'de-DE',
        from: { id: 'me' },
        channelData: { clientActivityID: `c${turn}` },
      });
      const answer = await line.post(path, body, headers);
      if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${answer.body.slice(0, 200)}`);
      await replied;
    },
    close: () => socket.terminate(),
  };
}

/** Opens conversations, some at a time. */
export async function openDirectLine(
  port: number,
  secret: string,
  count: number,
): Promise<readonly DirectLineClient[]> {
  const clients: DirectLineClient[] = [];
  while (clients.length < count)
    clients.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(50, count - clients.length) }, () =>
          openClient(`http://127.0.0.1:${port}`, secret),
        ),
      )),
    );
  return clients;
}
