import type { Page, WebSocketRoute } from 'playwright-core';

export interface Said {
  readonly text: string;
  /** A person of the bank's team by name; without it the assistant speaks. */
  readonly staff?: string;
  readonly choices?: readonly string[];
  readonly customer?: true;
  readonly at?: string;
}

/** A Direct Line service inside the browser, which says what a test wants said: for states that a real one is rarely in. */
export interface StagedLine {
  say(...said: readonly Said[]): void;
  typing(): void;
  /** What the customer sent. */
  readonly received: Record<string, unknown>[];
  /** How messages are answered: with an id, an error, or not at all. */
  answer: 'ok' | 'refused' | 'never';
  /** Breaks the stream as a restarting service does. */
  drop(): void;
}

const conversationId = 'staged';
/** Banks' pages lie on other origins. */
const headers = { 'access-control-allow-origin': '*' };

/** Stands in for the service on `page`. `history` makes the conversation one that is found again. */
export async function stageLine(page: Page, history: readonly Said[] = []): Promise<StagedLine> {
  const activities: Record<string, unknown>[] = [];
  let socket: WebSocketRoute | undefined;
  let clock = Date.parse('2026-11-20T13:00:00.000Z');

  const add = ({ text, staff, choices, customer, at }: Said, channelData: object = {}): Record<string, unknown> => {
    clock = at === undefined ? clock + 1000 : Date.parse(at);
    const activity = {
      type: 'message',
      id: `${conversationId}|${String(activities.length + 1).padStart(7, '0')}`,
      timestamp: new Date(clock).toISOString(),
      from: customer === true ? { id: 'dl_1', role: 'user' } : { id: 'schalter', name: staff ?? 'Momo', role: 'bot' },
      text,
      channelData: { ...channelData, ...(staff !== undefined && { schalter: { speaker: 'staff', name: staff } }) },
      ...(choices !== undefined && {
        suggestedActions: {
          actions: choices.map((title) => ({ type: 'messageBack', title, text: title, value: { choose: title } })),
        },
      }),
    };
    activities.push(activity);
    return activity;
  };
  const push = (...set: readonly Record<string, unknown>[]): void =>
    socket?.send(JSON.stringify({ activities: set, watermark: String(activities.length) }));
  for (const said of history) add(said);

  const line: StagedLine = {
    received: [],
    answer: 'ok',
    say: (...said) => push(...said.map((one) => add(one))),
    typing: () =>
      socket?.send(JSON.stringify({ activities: [{ type: 'typing', from: { id: 'schalter', role: 'bot' } }] })),
    drop() {
      void socket?.close({ code: 1012 });
      socket = undefined;
    },
  };

  const access = { token: 'staged', conversationId, expires_in: 3600 };
  await page.route('**/api/directline/token', (route) =>
    route.fulfill({ headers, json: { ...access, userId: 'dl_1', resume: 'staged' } }),
  );
  await page.route('**/v3/directline/**', async (route) => {
    const request = route.request();
    const base = new URL(request.url());
    if (request.method() === 'POST' && base.pathname.endsWith('/activities')) {
      if (line.answer === 'never') return;
      if (line.answer === 'refused')
        return route.fulfill({ status: 400, headers, json: { error: { code: 'BadArgument', message: 'No.' } } });
      const sent = request.postDataJSON() as Record<string, unknown> & { text: string; channelData: object };
      line.received.push(sent);
      const echo = add({ text: sent.text, customer: true }, sent.channelData);
      push(echo);
      return route.fulfill({ headers, json: { id: echo['id'] } });
    }
    const streamUrl = `ws://${base.host}/v3/directline/conversations/${conversationId}/stream?t=1&watermark=${base.searchParams.get('watermark') ?? ''}`;
    const isNew = request.method() === 'POST' && history.length === 0;
    return route.fulfill({ status: isNew ? 201 : 200, headers, json: { ...access, streamUrl } });
  });
  await page.routeWebSocket('**/v3/directline/**/stream*', (route) => {
    socket = route;
    const seen = Number(new URL(route.url()).searchParams.get('watermark') ?? '0');
    const missed = activities.slice(seen);
    if (missed.length > 0) push(...missed);
  });
  return line;
}
