import type { Page, WebSocketRoute } from 'playwright-core';

export interface Said {
  readonly text: string;
  /** A person of the bank's team by name; without it the assistant speaks. */
  readonly staff?: string;
  readonly choices?: readonly string[];
  readonly customer?: true;
  readonly at?: string;
  readonly attachments?: readonly object[];
  readonly layout?: 'carousel';
}

/** A Direct Line service inside the browser, which says what a test wants said: for states that a real one is rarely in. */
export interface StagedLine {
  /** The stream stands: what passes and is not kept arrives from now on. */
  readonly opened: Promise<void>;
  say(...said: readonly Said[]): void;
  /** An event of the service, such as a place in the queue. */
  tell(name: string, value: object): void;
  /** Whether a case keeps the conversation from being deleted. */
  hasCase: boolean;
  typing(): void;
  /** Waits for an event of the customer by this name. */
  sent(name: string): Promise<void>;
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

  const add = (
    { text, staff, choices, customer, at, attachments, layout }: Said,
    channelData: object = {},
  ): Record<string, unknown> => {
    clock = at === undefined ? clock + 1000 : Date.parse(at);
    const activity = {
      type: 'message',
      id: `${conversationId}|${String(activities.length + 1).padStart(7, '0')}`,
      timestamp: new Date(clock).toISOString(),
      from: customer === true ? { id: 'dl_1', role: 'user' } : { id: 'schalter', name: staff ?? 'Momo', role: 'bot' },
      text,
      ...(attachments !== undefined && { attachments }),
      ...(layout !== undefined && { attachmentLayout: layout }),
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
  const arrivals: (() => void)[] = [];
  let noteOpened = (): void => undefined;
  const opened = new Promise<void>((resolve) => (noteOpened = resolve));

  const line: StagedLine = {
    opened,
    received: [],
    answer: 'ok',
    sent: (name) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (line.received.some((one) => one['name'] === name)) resolve();
        };
        arrivals.push(look);
        look();
      }),
    hasCase: false,
    tell: (name, value) =>
      socket?.send(
        JSON.stringify({
          activities: [{ type: 'event', id: `e-${name}`, name, value, from: { id: 'schalter', role: 'bot' } }],
        }),
      ),
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
    if (request.method() === 'OPTIONS')
      return route.fulfill({
        status: 204,
        headers: { ...headers, 'access-control-allow-headers': '*', 'access-control-allow-methods': '*' },
      });
    if (request.method() === 'DELETE')
      return line.hasCase
        ? route.fulfill({ status: 409, headers, json: { error: { code: 'CaseOpen', message: 'No.' } } })
        : route.fulfill({ status: 204, headers });
    if (base.pathname.includes('/files/')) return route.fulfill({ headers, body: 'content', contentType: 'image/png' });
    if (base.pathname.endsWith('/upload')) {
      const form = request.postDataBuffer()?.toString('latin1') ?? '';
      const key = /"clientActivityID":"([^"]+)"/.exec(form)?.[1] ?? '';
      const name = /name="file"; filename="([^"]+)"/.exec(form)?.[1] ?? '';
      const contentUrl = `${base.origin}/v3/directline/conversations/${conversationId}/files/f1`;
      const attachments = [{ contentType: 'image/png', name, contentUrl }];
      const echo = add({ text: '', customer: true, attachments }, { clientActivityID: key });
      push(echo);
      return route.fulfill({ headers, json: { id: echo['id'] } });
    }
    if (request.method() === 'POST' && base.pathname.endsWith('/activities')) {
      if (line.answer === 'never') return;
      if (line.answer === 'refused')
        return route.fulfill({ status: 400, headers, json: { error: { code: 'BadArgument', message: 'No.' } } });
      const sent = request.postDataJSON() as Record<string, unknown> & { text: string; channelData: object };
      line.received.push(sent);
      for (const look of arrivals) look();
      const echo = add({ text: sent.text, customer: true }, sent.channelData);
      if (sent['type'] === 'event') Object.assign(echo, { type: 'event', name: sent['name'] });
      push(echo);
      return route.fulfill({ headers, json: { id: echo['id'] } });
    }
    const streamUrl = `ws://${base.host}/v3/directline/conversations/${conversationId}/stream?t=1&watermark=${base.searchParams.get('watermark') ?? ''}`;
    const isNew = request.method() === 'POST' && history.length === 0;
    return route.fulfill({ status: isNew ? 201 : 200, headers, json: { ...access, streamUrl } });
  });
  await page.routeWebSocket('**/v3/directline/**/stream*', (route) => {
    socket = route;
    noteOpened();
    const seen = Number(new URL(route.url()).searchParams.get('watermark') ?? '0');
    const missed = activities.slice(seen);
    if (missed.length > 0) push(...missed);
  });
  return line;
}
