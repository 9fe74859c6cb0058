import { createHmac } from 'node:crypto';

export type Json = Readonly<Record<string, unknown>>;

/** An event on its way: to which account's entry it belongs, and under which field. */
export interface Outgoing {
  readonly object: 'page' | 'instagram';
  readonly accountId: string;
  readonly field: 'messaging' | 'standby' | 'changes';
  readonly event: Json;
}

/** What goes wrong on the way to the service; each is asked of `random` for a delivery of its own. */
export interface DeliveryHabits {
  /** Events in one request at most. */
  readonly batch: number;
  /** Requests at once. */
  readonly atOnce: number;
  /** 0 to 1: how often a request is sent a second time although it was acknowledged. */
  readonly repeats: number;
  /** 0 to 1: how often events change places on the way. */
  readonly shuffles: number;
}

export interface WebhookSender {
  push(outgoing: Outgoing): void;
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
  /** Requests that were sent, and those among them that were acknowledged. */
  readonly counts: { sent: number; acknowledged: number; failed: number };
  /** Set when the service did not take an event for an hour: Meta then ends the subscription. */
  readonly subscribed: boolean;
  subscribe(): void;
  stop(): void;
}

export interface WebhookSenderOptions {
  readonly url: () => string;
  readonly appSecret: string;
  readonly now: () => number;
  readonly random: () => number;
  readonly habits: DeliveryHabits;
}

/** A body as Meta writes it: every sign beyond ASCII escaped, slashes too. */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/[\u007f-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/');
}

export function signatureOf(body: string | Buffer, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}

/** Events as the body of a webhook, those of one account in one entry. */
export function webhookBody(events: readonly Outgoing[], time: number): Json {
  const entries = new Map<string, Record<string, unknown>>();
  for (const { accountId, field, event } of events) {
    const entry = entries.get(accountId) ?? { id: accountId, time };
    entries.set(accountId, entry);
    entry[field] = [...((entry[field] as readonly Json[] | undefined) ?? []), event];
  }
  return { object: events[0]?.object ?? 'page', entry: [...entries.values()] };
}

const retryMs = (tries: number): number => Math.min(1000, 25 * 2 ** tries);
const giveUpMs = 3600_000;

/** Brings events to the service as Meta does: at least once, in batches, again and again until they are acknowledged. */
export function createWebhookSender({ url, appSecret, now, random, habits }: WebhookSenderOptions): WebhookSender {
  const queue: Outgoing[] = [];
  const counts = { sent: 0, acknowledged: 0, failed: 0 };
  let running = 0;
  let subscribed = true;
  let stopped = false;
  let waiting: (() => void)[] = [];
  let scheduled = false;

  const post = async (body: string): Promise<boolean> => {
    counts.sent += 1;
    try {
      const response = await fetch(url(), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': signatureOf(body, appSecret) },
        body,
        signal: AbortSignal.timeout(5000),
      });
      await response.arrayBuffer();
      return response.status === 200;
    } catch {
      return false;
    }
  };

  const deliver = async (events: readonly Outgoing[]): Promise<void> => {
    const began = now();
    const body = metaJson(webhookBody(events, began));
    for (let tries = 0; !stopped && subscribed; tries += 1) {
      if (await post(body)) {
        counts.acknowledged += 1;
        if (random() < habits.repeats) await post(body);
        return;
      }
      counts.failed += 1;
      if (now() - began >= giveUpMs) subscribed = false;
      await new Promise((resolve) => setTimeout(resolve, retryMs(tries)));
    }
  };

  const pump = (): void => {
    scheduled = false;
    while (!stopped && running < habits.atOnce && queue.length > 0) {
      const object = queue[0]?.object;
      const run = queue.findIndex((outgoing) => outgoing.object !== object);
      const events = queue.splice(0, Math.min(habits.batch, run < 0 ? queue.length : run));
      if (random() < habits.shuffles) events.reverse();
      running += 1;
      void deliver(events).finally(() => {
        running -= 1;
        pump();
        if (running > 0 || queue.length > 0) return;
        for (const done of waiting) done();
        waiting = [];
      });
    }
  };

  return {
    counts,
    get subscribed() {
      return subscribed;
    },
    subscribe: () => void (subscribed = true),
    push(outgoing) {
      if (!subscribed || stopped) return;
      const at = random() < habits.shuffles && queue.length > 0 ? queue.length - 1 : queue.length;
      queue.splice(at, 0, outgoing);
      if (scheduled) return;
      scheduled = true;
      setImmediate(pump);
    },
    idle: () =>
      running === 0 && queue.length === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push(resolve);
          }),
    stop() {
      stopped = true;
    },
  };
}
