import type { Delivery } from '../../../conversation/delivery.ts';
import { isOpen } from '../../../conversation/delivery.ts';
import type { NewEntry } from '../../../conversation/entry.ts';
import type { ConversationLog, Door } from '../../../conversation/log.ts';
import type { Change, Store, View } from '../../../conversation/store.ts';
import type { Plan } from '../../../handoff/plan.ts';
import { requestHandoff } from '../../../handoff/request.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { Log } from '../../../platform/log.ts';
import { conversationIdOf } from '../address.ts';
import type { MetaEvent } from '../events/event.ts';
import type { FacebookSettings } from '../settings.ts';
import { receivedOf } from '../webhook/keep.ts';
import type { Links } from '../comments/link.ts';
import { readMetadata, type PieceName } from './metadata.ts';
import { giveBack, inboxApps, takeOutside, type Outside } from './takeover.ts';

export interface ActOptions {
  readonly store: Store;
  readonly conversations: ConversationLog;
  readonly settings: FacebookSettings;
  readonly door: Door;
  readonly serviceUrl: string;
  readonly links: Links;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly plan: Plan;
}

type Echo = Extract<MetaEvent['effect'], { kind: 'echo' }>;

/** The record that an echo confirms: by its metadata, else the one that is under way, since only one is at a time. */
function confirmed(view: View, echo: Echo, conversationId: string): Delivery | null {
  const name = readMetadata(echo.metadata);
  const all = view.deliveries();
  if (name !== null)
    return name.conversationId === conversationId
      ? (all.find(({ seq, part }) => seq === name.seq && part === name.part) ?? null)
      : null;
  return all.find(({ status }) => status === 'sending') ?? null;
}

/** Does what events mean beside words; each in one write, and a repetition changes nothing. */
export function createActs(options: ActOptions): (event: MetaEvent, conversationId: string) => Promise<void> {
  const { store, conversations, settings, door, serviceUrl, links, clock, ids, log, plan } = options;

  const begin = (event: MetaEvent, conversationId: string, view: View): Pick<Change, 'begin'> => {
    const { channel, customer, reference } = receivedOf(event, conversationId, serviceUrl);
    return view.head === null ? { begin: { channel, customer, reference } } : {};
  };

  const writeEcho = (event: MetaEvent, echo: Echo, conversationId: string): Promise<unknown> =>
    store.write(conversationId, { keys: [echo.mid] }, (view) => {
      if (view.seen(echo.mid) !== undefined) return { result: undefined };
      const sent = view.deliveries().some((one) => one.status === 'sent' && one.platformId === echo.mid);
      const own = echo.appId === settings.appId || readMetadata(echo.metadata) !== null;
      const nameless = echo.appId === null && event.address.account.platform === 'instagram';
      const record = own || nameless ? confirmed(view, echo, conversationId) : null;
      if (record !== null && isOpen(record)) {
        const { seq, part, attempts } = record;
        const done: Delivery = { seq, part, status: 'sent', attempts, at: clock.now(), platformId: echo.mid };
        return { deliveries: [done], result: undefined };
      }
      if (sent || own || record !== null) return { result: undefined };
      const who: Outside = inboxApps.has(echo.appId ?? '') ? 'meta-inbox' : 'meta-app';
      const { activity } = door({ ...receivedOf(event, conversationId, serviceUrl).activity });
      const written: NewEntry = { who: 'staff', audience: 'customer', inline: true, key: echo.mid, activity };
      const change = takeOutside(view, conversationId, who, clock.now(), written);
      if (who === 'meta-inbox') return { ...begin(event, conversationId, view), ...change, result: undefined };
      log.warn({ conversation: conversationId }, 'another app writes in a conversation: the bot is silent there');
      return { ...begin(event, conversationId, view), ...withAlert(view, change), result: undefined };
    });

  /** The private message of a comment has arrived: its record stands in the comment's thread. */
  const confirmPrivate = async (event: MetaEvent, mid: string, name: PieceName): Promise<boolean> => {
    const head = await store.head(name.conversationId);
    const { account, subject } = event.address;
    if (head?.channel !== `${account.platform}-comments` || head.reference?.botId !== account.id) return false;
    await store.write(name.conversationId, {}, (view) => {
      const record = view.deliveries().find(({ seq, part }) => seq === name.seq && part === name.part);
      if (record === undefined || !isOpen(record)) return { result: undefined };
      const { seq, part, attempts } = record;
      const done: Delivery = { seq, part, status: 'sent', attempts, at: clock.now(), platformId: mid };
      return { deliveries: [done], result: undefined };
    });
    await links.arrived(head, name.seq, account, subject);
    return true;
  };

  /** Nobody of the bank may know that another app answers its customers: staff are told. */
  const withAlert = (view: View, change: Pick<Change, 'entries' | 'head' | 'timers'>): Omit<Change, 'result'> => {
    if (view.head === null || view.cases().some(({ status }) => status !== 'resolved')) return change;
    const alert = requestHandoff(
      view,
      { caseId: ids(), reason: 'error', priority: 1, intent: null, language: 'de', words: '', quiet: true },
      clock.now(),
      plan,
    );
    return {
      ...change,
      ...(alert.cases !== undefined && { cases: alert.cases }),
      timers: { ...change.timers, set: [...(change.timers?.set ?? []), ...(alert.timers?.set ?? [])] },
      entries: [...(change.entries ?? []), ...(alert.entries ?? [])],
      head: { ...change.head, ...alert.head },
    };
  };

  const unsend = async (event: MetaEvent, id: string, conversationId: string): Promise<void> => {
    if ((await store.head(conversationId)) === null) return;
    for (const entry of await store.entries(conversationId))
      if (entry.who === 'customer' && entry.activity.id === id && entry.redacted !== true)
        await store.redact(conversationId, entry.seq);
    await conversations.receive({ ...receivedOf(event, conversationId, serviceUrl), sign: true, silent: true });
  };

  const control = (event: MetaEvent, newOwner: string | null, conversationId: string): Promise<unknown> =>
    store.write(conversationId, { keys: [event.key] }, (view) => {
      if (view.seen(event.key) !== undefined) return { result: undefined };
      const { activity } = door(receivedOf(event, conversationId, serviceUrl).activity);
      const kept: NewEntry = { who: 'system', audience: 'internal', activity, key: event.key };
      const change =
        newOwner === settings.appId
          ? giveBack(view, conversationId, true)
          : takeOutside(view, conversationId, inboxApps.has(newOwner ?? '') ? 'meta-inbox' : 'meta-app', clock.now());
      return {
        ...begin(event, conversationId, view),
        ...change,
        entries: [kept, ...(change.entries ?? [])],
        result: undefined,
      };
    });

  return async (event, conversationId) => {
    const { effect } = event;
    if (effect.kind === 'echo') {
      const name = readMetadata(effect.metadata);
      const sentFrom = name?.conversationId;
      if (name !== null && sentFrom !== conversationId && (await confirmPrivate(event, effect.mid, name))) return;
      // What went out before an erasure belongs to the conversation of then.
      const earlier = sentFrom?.startsWith(`${conversationIdOf(event.address)}~`) === true;
      await writeEcho(event, effect, earlier ? sentFrom : conversationId);
    } else if (effect.kind === 'unsends') await unsend(event, effect.id, conversationId);
    else if (effect.kind === 'control') await control(event, effect.owner, conversationId);
  };
}
