import type { Outlet } from '../../../conversation/delivery-worker.ts';
import type { Entry } from '../../../conversation/entry.ts';
import type { Head } from '../../../conversation/head.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { JsonRecord } from '../events/json.ts';
import type { Graph } from '../graph/client.ts';
import { accountOf, type Account, type FacebookSettings, type Platform } from '../settings.ts';
import type { Gates } from './gates.ts';
import { writeMetadata } from './metadata.ts';
import type { Outcome } from './outcome.ts';
import type { Personas } from './personas.ts';
import { messagesOf, senderAction } from './pieces.ts';
import { permissionAt } from './window.ts';

export interface MessengerOptions {
  readonly settings: FacebookSettings;
  readonly graph: Graph;
  readonly gates: Gates;
  readonly personas: Personas;
  readonly outcome: Outcome;
  readonly clock: Clock;
  /** Another app was found to have the thread. */
  readonly onOtherApp: (conversationId: string) => Promise<void>;
}

/** The account that a conversation belongs to, or null where it is no longer set up. */
export function accountIn(head: Head, settings: FacebookSettings): Account | null {
  const platform: Platform = head.channel.startsWith('instagram') ? 'instagram' : 'facebook';
  return head.reference === null ? null : accountOf(settings, platform, head.reference.botId);
}

/** The way out to Messenger or Instagram: one piece of a message a call. */
export function createMessenger(platform: Platform, options: MessengerOptions): Outlet {
  const { settings, graph, gates, personas, outcome, clock, onOtherApp } = options;

  const personaOf = async (entry: Entry, account: Account, token: string): Promise<string | null> => {
    const name = entry.activity.from?.name;
    if (platform !== 'facebook' || entry.who !== 'staff' || name === undefined || name === '') return null;
    return personas.of(account.pageId, token, name);
  };

  return {
    settleMs: settings.echoMs,
    parts: ({ activity }) => Math.max(1, messagesOf(activity, platform).length),
    holdMs(head) {
      const account = accountIn(head, settings);
      return account === null ? 0 : gates.holdMs(account.pageId);
    },
    async deliver(entry, head, { part }) {
      const account = accountIn(head, settings);
      const token = account === null ? undefined : settings.pages.get(account.pageId);
      if (account === null || token === undefined) return { kind: 'failed', why: 'no-page' };
      const { pageId } = account;
      const post = (body: JsonRecord) =>
        gates.run(pageId, () => graph.call({ method: 'POST', path: `/${pageId}/messages`, body, token }));
      const recipient = { id: head.customer.id };
      const action = senderAction(entry.activity);
      if (action !== null) {
        // A sign is worth one try.
        await post({ recipient, sender_action: action });
        return { kind: 'sent' };
      }
      const message = messagesOf(entry.activity, platform)[part];
      if (message === undefined) return { kind: 'failed', why: 'nothing-to-send' };
      const permission = permissionAt(head.reference?.heardAt, entry.who, clock.now());
      if (permission.kind === 'closed') return { kind: 'failed', why: 'window-closed' };
      const persona = await personaOf(entry, account, token);
      const metadata = writeMetadata({ conversationId: head.id, seq: entry.seq, part });
      const answer = await post({
        recipient,
        ...(permission.kind === 'response'
          ? { messaging_type: 'RESPONSE' }
          : { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }),
        message: { ...message, metadata },
        ...(persona !== null && { persona_id: persona }),
      });
      const result = outcome(answer, pageId);
      if (result.kind === 'failed' && result.why === 'other-app') await onOtherApp(head.id);
      return result;
    },
  };
}
