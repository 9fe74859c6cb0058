import type { SocketEvents, Surroundings } from '../../web/widget/chat/direct-line/types.ts';

interface Kept {
  readonly id: string;
  readonly timestamp: string;
  readonly [field: string]: unknown;
}

interface Conversation {
  readonly id: string;
  readonly resume: string;
  begun: boolean;
  readonly activities: Kept[];
}

/** What the service does next: answers, breaks, or answers without its answer arriving. */
type Mood = 'well' | 'unreachable' | 'swallows' | 'refuses';

/** A Direct Line service in memory, with the clock and the network in the test's hands. */
export class StandIn {
  readonly conversations = new Map<string, Conversation>();
  readonly requests: string[] = [];
  /** What was said when tokens were asked for. */
  readonly asked: Record<string, unknown>[] = [];
  /** Conversations that a case keeps. */
  readonly held = new Set<string>();
  /** How the next requests for activities are treated, then `well`. */
  readonly moods: Mood[] = [];
  isUp = true;
  isOnline = true;
  validToken = 1;
  /** Nobody vouches for the visitor any more. */
  refusesTokens = false;
  #sockets: { readonly conversation: string; readonly events: SocketEvents; open: boolean }[] = [];
  #timers: { at: number; readonly run: () => void }[] = [];
  #now = 0;
  #ids = 0;

  readonly surroundings: Surroundings = {
    fetch: (url, init) => this.#fetch(new URL(url), init),
    openSocket: (url, events) => this.#dial(new URL(url), events),
    after: (ms, run) => {
      const timer = { at: this.#now + ms, run };
      this.#timers.push(timer);
      return () => (this.#timers = this.#timers.filter((one) => one !== timer));
    },
    random: () => 0,
    isOnline: () => this.isOnline,
  };

  /** Lets everything run that waits for nothing but its turn. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  }

  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await this.settle();
      const [next] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#now = next.at;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      next.run();
    }
    this.#now = end;
  }

  get openSockets(): number {
    return this.#sockets.filter(({ open }) => open).length;
  }

  /** The bank's side says something. */
  say(conversation: string, activity: Record<string, unknown>): void {
    this.#append(this.conversations.get(conversation)!, {
      type: 'message',
      from: { id: 'schalter', role: 'bot' },
      ...activity,
    });
  }

  transient(conversation: string, activity: Record<string, unknown>): void {
    this.#push(conversation, JSON.stringify({ activities: [activity] }));
  }

  keepalive(conversation: string): void {
    this.#push(conversation, '');
  }

  /** Every socket breaks, with a code of the protocol. */
  cut(code: number): void {
    const open = this.#sockets.filter((socket) => socket.open);
    this.#sockets = [];
    for (const { events } of open) events.closed(code);
  }

  expireTokens(): void {
    this.validToken += 1;
  }

  #push(conversation: string, data: string): void {
    for (const socket of this.#sockets)
      if (socket.open && socket.conversation === conversation) socket.events.received(data);
  }

  #append(conversation: Conversation, activity: Record<string, unknown>): Kept {
    const { activities, id } = conversation;
    const number = activities.length + 1;
    const kept = { ...activity, id: `${id}|${number}`, timestamp: new Date(number * 1000).toISOString() };
    activities.push(kept);
    this.#push(id, JSON.stringify({ activities: [kept], watermark: String(number) }));
    return kept;
  }

  #dial(url: URL, events: SocketEvents): () => void {
    const conversation = url.pathname.split('/')[4]!;
    const socket = { conversation, events, open: false };
    this.#sockets.push(socket);
    queueMicrotask(() => {
      if (!this.#sockets.includes(socket)) return;
      if (!this.isUp) {
        events.closed(1006);
        return;
      }
      socket.open = true;
      events.opened();
      const { activities } = this.conversations.get(conversation)!;
      const missed = activities.slice(Number(url.searchParams.get('watermark') ?? '0'));
      if (missed.length > 0)
        events.received(JSON.stringify({ activities: missed, watermark: String(activities.length) }));
    });
    return () => (this.#sockets = this.#sockets.filter((one) => one !== socket));
  }

  async #fetch(url: URL, init: RequestInit): Promise<Response> {
    await Promise.resolve();
    const [, , , , id] = url.pathname.split('/');
    const path = url.pathname.replace(/^\/v3\/directline/, '') + url.search;
    this.requests.push(`${init.method ?? 'GET'} ${path}`);
    if (!this.isUp || !this.isOnline) throw new TypeError('Failed to fetch');
    const form = init.body instanceof FormData ? init.body : null;
    const sent =
      form === null ? ((init.body as string | undefined) ?? '{}') : await (form.get('activity') as Blob).text();
    const body = JSON.parse(sent) as Record<string, unknown>;
    if (path === '/api/directline/token') {
      this.asked.push(body);
      if (this.refusesTokens) return answer(403, { error: { code: 'TokenExpired', message: '' } });
      return this.#giveToken(body);
    }
    const authorization = (init.headers as Record<string, string>)['authorization'] ?? '';
    const [conversationId, generation] = authorization.replace('Bearer ', '').split('.')[0]!.split('#');
    if (Number(generation) !== this.validToken) return answer(403, { error: { code: 'TokenExpired', message: '' } });
    const conversation = this.conversations.get(conversationId!);
    if (conversation === undefined) return answer(404, { error: { code: 'ConversationNotFound', message: '' } });
    if (path === '/tokens/refresh') return answer(200, this.#access(conversation));
    if (init.method === 'DELETE') return this.#erase(conversation);
    if (path.endsWith('/files/f1')) return new Response('content');
    if (path.endsWith('/activities') || path.endsWith('/upload')) return this.#take(conversation, body);
    const isNew = id === undefined && !conversation.begun;
    conversation.begun = true;
    const watermark = url.searchParams.get('watermark') ?? '0';
    const streamUrl = `wss://bank.example/v3/directline/conversations/${conversation.id}/stream?t=x&watermark=${watermark}`;
    return answer(isNew ? 201 : 200, { ...this.#access(conversation), streamUrl });
  }

  #access({ id }: Conversation): Record<string, unknown> {
    return { token: `${id}#${this.validToken}`, conversationId: id, expires_in: 3600 };
  }

  #giveToken({ resume }: Record<string, unknown>): Response {
    let conversation = [...this.conversations.values()].find((one) => one.resume === resume);
    if (conversation === undefined) {
      this.#ids += 1;
      conversation = { id: `c${this.#ids}`, resume: `r${this.#ids}`, begun: false, activities: [] };
      this.conversations.set(conversation.id, conversation);
    }
    return answer(200, { ...this.#access(conversation), userId: 'dl_1', resume: conversation.resume });
  }

  #erase({ id }: Conversation): Response {
    if (this.held.has(id)) return answer(409, { error: { code: 'CaseOpen', message: '' } });
    this.conversations.delete(id);
    return new Response(null, { status: 204 });
  }

  #take(conversation: Conversation, activity: Record<string, unknown>): Response {
    const mood = this.moods.shift() ?? 'well';
    if (mood === 'unreachable') return answer(503, { error: { code: 'Busy', message: '' } });
    if (mood === 'refuses') return answer(400, { error: { code: 'BadArgument', message: '' } });
    const key = keyOf(activity);
    const known = conversation.activities.find((kept) => keyOf(kept) === key);
    const kept = known ?? this.#append(conversation, { ...activity, from: { id: 'dl_1', role: 'user' } });
    if (mood === 'swallows') throw new TypeError('Failed to fetch');
    return answer(200, { id: kept.id });
  }
}

const keyOf = (activity: Readonly<Record<string, unknown>>): unknown =>
  (activity['channelData'] as { clientActivityID?: string } | undefined)?.clientActivityID;

const answer = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });
