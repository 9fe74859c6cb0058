import type { DeliveryResult, Outlet } from '../../../conversation/delivery-worker.ts';
import type { Clock } from '../../../platform/clock.ts';
import { isRecord, listIn, recordIn, textIn, type JsonRecord } from '../events/json.ts';
import { idIn } from '../address.ts';
import type { Graph, GraphAnswer } from '../graph/client.ts';
import type { Gates } from '../sending/gates.ts';
import { accountIn } from '../sending/messenger.ts';
import { writeMetadata } from '../sending/metadata.ts';
import type { Outcome } from '../sending/outcome.ts';
import { plainText } from '../sending/plain.ts';
import { splitText, type Limit } from '../sending/split.ts';
import type { Account, FacebookSettings, Platform } from '../settings.ts';
import { actOf, type CommentAct } from './act.ts';
import type { Links } from './link.ts';

export interface CommentOutletOptions {
  readonly settings: FacebookSettings;
  readonly graph: Graph;
  readonly gates: Gates;
  readonly outcome: Outcome;
  readonly links: Links;
  readonly clock: Clock;
}

/** Characters of a comment: 8,000 on Facebook, 2,200 on Instagram. */
const lengths = {
  facebook: { most: 7900, unit: 'characters' },
  instagram: { most: 2100, unit: 'characters' },
} as const satisfies Record<Platform, Limit>;

/** A private answer is an ordinary message. */
const privateLengths = { facebook: 1900, instagram: 900 } as const;

/** The way out to public threads: answers, hiding, and the one private message. */
export function createCommentOutlet(platform: Platform, options: CommentOutletOptions): Outlet {
  const { settings, graph, gates, outcome, links } = options;
  const piecesOf = (text: string, act: CommentAct | null): readonly string[] =>
    act?.act === 'private'
      ? [plainText(text).slice(0, privateLengths[platform]).toWellFormed()]
      : splitText(plainText(text), lengths[platform]);

  const call = (
    account: Account,
    token: string,
    method: 'GET' | 'POST',
    path: string,
    body?: JsonRecord,
    query?: Readonly<Record<string, string>>,
  ): Promise<GraphAnswer> =>
    gates.run(account.pageId, () =>
      graph.call({ method, path, token, ...(body !== undefined && { body }), ...(query !== undefined && { query }) }),
    );

  const edge = platform === 'facebook' ? 'comments' : 'replies';

  /** Comments have no echo of ours: whether an answer arrived is read below the comment. */
  const findReply = async (
    account: Account,
    token: string,
    target: string,
    text: string,
  ): Promise<DeliveryResult | null> => {
    const answer = await call(account, token, 'GET', `/${target}/${edge}`, undefined, {
      fields: 'id,message,text,from',
      limit: '100',
      order: 'reverse_chronological',
    });
    if (answer.kind !== 'ok') return outcome(answer, account.pageId);
    const own = listIn(answer.body['data'])
      .filter(isRecord)
      .find(
        (one) =>
          (textIn(one['message']) ?? textIn(one['text'])) === text &&
          [account.id, undefined].includes(textIn(recordIn(one['from'])['id'])),
      );
    const id = own === undefined ? null : idIn(own['id']);
    return own === undefined ? null : { kind: 'sent', ...(id !== null && { platformId: id }) };
  };

  return {
    settleMs: settings.echoMs,
    parts: (entry) =>
      entry.activity.type === 'message' ? Math.max(1, piecesOf(entry.activity.text ?? '', actOf(entry)).length) : 1,
    holdMs(head) {
      const account = accountIn(head, settings);
      return account === null ? 0 : gates.holdMs(account.pageId);
    },
    async deliver(entry, head, { part, unsure, number }) {
      const account = accountIn(head, settings);
      const token = account === null ? undefined : settings.pages.get(account.pageId);
      if (account === null || token === undefined) return { kind: 'failed', why: 'no-page' };
      const act = actOf(entry) ?? { act: 'reply', target: rootOf(head.reference?.conversationId ?? '', account) };
      if (idIn(act.target) === null) return { kind: 'failed', why: 'no-target' };
      if (act.act === 'hide') {
        const body = platform === 'facebook' ? { is_hidden: true } : { hide: true };
        return repeatable(outcome(await call(account, token, 'POST', `/${act.target}`, body), account.pageId));
      }
      const text = piecesOf(entry.activity.text ?? '', act)[part];
      if (text === undefined || text === '') return { kind: 'failed', why: 'nothing-to-send' };
      if (act.act === 'reply') {
        const found = unsure ? await findReply(account, token, act.target, text) : null;
        if (found !== null) return repeatable(found);
        return outcome(await call(account, token, 'POST', `/${act.target}/${edge}`, { message: text }), account.pageId);
      }
      const metadata = writeMetadata({ conversationId: head.id, seq: entry.seq, part });
      const answer = await call(account, token, 'POST', `/${account.pageId}/messages`, {
        recipient: act.post ? { post_id: act.target } : { comment_id: act.target },
        message: { text, metadata },
      });
      const result = outcome(answer, account.pageId);
      const personId = answer.kind === 'ok' ? idIn(answer.body['recipient_id']) : null;
      if (personId !== null) await links.arrived(head, entry.seq, account, personId);
      if (result.kind !== 'failed') return result;
      // Meta allows one: where an attempt may have arrived before, this says that it did.
      if (result.why === 'answered-before' && number > 1) return { kind: 'sent' };
      await links.failed(head, entry.seq);
      return result;
    },
  };
}

/** Doing it twice does no harm: an unknown outcome is worth another attempt at once. */
function repeatable(result: DeliveryResult): DeliveryResult {
  return result.kind === 'unknown' ? { kind: 'retry', why: result.why } : result;
}

/** The comment or post at the head of the thread, from the conversation's name. */
function rootOf(conversationId: string, account: Account): string {
  return conversationId.replace(/^comment-/, '').slice(0, -(account.id.length + 1));
}
