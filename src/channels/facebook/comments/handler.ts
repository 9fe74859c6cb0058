import type { Entry, NewEntry } from '../../../conversation/entry.ts';
import { hasMarker } from '../../../conversation/door/markers.ts';
import type { Head, JsonObject } from '../../../conversation/head.ts';
import type { Store, View } from '../../../conversation/store.ts';
import type { Turn, TurnHandler, TurnOutcome } from '../../../conversation/turn.ts';
import { isVital } from '../../../bot/vital.ts';
import type { Plan } from '../../../handoff/plan.ts';
import { requestHandoff, type HandoffRequest } from '../../../handoff/request.ts';
import { chooseAnswer } from '../../../knowledge/choose.ts';
import { sayFact } from '../../../knowledge/facts.ts';
import { phrase } from '../../../knowledge/phrases.ts';
import type { Address, Knowledge } from '../../../knowledge/types.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { Context, Language, Understanding } from '../../../understanding/types.ts';
import type { PublicItem } from '../events/changes.ts';
import { recordIn } from '../events/json.ts';
import { accountIn } from '../sending/messenger.ts';
import type { Account, FacebookSettings } from '../settings.ts';
import { actEntry } from './act.ts';
import { judge, type Verdict } from './judge.ts';
import type { Ledger } from './ledger.ts';
import type { ReadPolicy } from './policy.ts';

export interface CommentOptions {
  readonly settings: FacebookSettings;
  readonly knowledge: Knowledge;
  readonly understand: (text: string, context: Context) => Understanding;
  readonly address: Address;
  readonly policy: ReadPolicy;
  readonly ledger: Ledger;
  readonly store: Pick<Store, 'entries'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly plan: Plan;
}

/** What one comment leads to. */
interface Reaction {
  readonly verdict: Verdict;
  /** Done also while a person has the thread: it protects somebody. */
  readonly protecting: readonly NewEntry[];
  readonly speaking: readonly NewEntry[];
  readonly staff: HandoffRequest | null;
}

const itemOf = ({ activity }: Entry): PublicItem | null => {
  const value: unknown = activity.value;
  return typeof value === 'object' && value !== null && 'rootId' in value ? (value as PublicItem) : null;
};

/** The turns of public threads: no dialog, nothing but the policy and words that were approved for the public. */
export function createCommentHandler(options: CommentOptions): TurnHandler {
  const { settings, knowledge, understand, address, policy: readPolicy, ledger, store, clock, ids, plan } = options;
  const bankName = sayFact(knowledge.facts, 'bank.name', 'de');
  const bankNumbers = Object.values(recordIn(knowledge.facts.phone)).filter((value) => typeof value === 'string');

  const say = (id: string, language: Language): string => phrase(knowledge, id, { language, address }).text;
  const automatic = (text: string, language: Language): string => `${say('public.automatic', language)} ${text}`;
  const publicAnswer = (intent: string, language: Language): string | null => {
    const known = knowledge.intents.get(intent);
    if (known?.public !== true) return null;
    return chooseAnswer(known, { language, address, use: 'public', shown: new Set(), now: clock.now() })?.text ?? null;
  };

  /** Who wrote what stands at the head of the thread; null where it was written before this house listened. */
  const rootAuthor = async (head: Head, rootId: string): Promise<string | null> => {
    const entries = await store.entries(head.id, { limit: 50 });
    return entries.find(({ activity, who }) => who === 'customer' && activity.id === rootId)?.activity.from?.id ?? null;
  };

  const react = async (
    entry: Entry,
    head: Head,
    account: Account,
    spent: ReadonlySet<string>,
  ): Promise<Reaction | null> => {
    const item = itemOf(entry);
    if (item === null || entry.redacted === true) return null;
    const text = entry.activity.text ?? '';
    const understanding = understand(text, { now: clock.now() });
    const { language } = understanding;
    const author = entry.activity.from?.id ?? '';
    const below = item.rootId !== item.id && (await rootAuthor(head, item.rootId)) !== author;
    const policy = await readPolicy();
    const looked = {
      text,
      author: entry.activity.from?.name ?? '',
      secret: hasMarker(text),
      below,
      understanding,
      hasPublicAnswer: (intent: string) => publicAnswer(intent, language) !== null,
      bankName,
      bankNumbers,
    };
    // A mention stands on somebody else's page: nothing can be done there but by a person.
    const judged = judge(policy, looked, item.verb === 'edited');
    const verdict: Verdict = item.item === 'mention' && judged.act !== 'nothing' ? { ...judged, act: 'staff' } : judged;
    const { act, reason, priority, intent } = verdict;
    const seed = { caseId: ids(), reason, priority, intent, language };
    const staff: HandoffRequest = { ...seed, words: text };
    const none = { verdict, protecting: [], speaking: [], staff: null };
    const replyTo = entry.seq;
    const at = (made: NewEntry): NewEntry => ({ ...made, replyTo });
    const privately = (target: string, words: string, seedOf: typeof seed | null): readonly NewEntry[] =>
      spent.has(target)
        ? []
        : [
            at(
              actEntry(
                { act: 'private', target, post: item.item === 'post' && target === item.id, case: seedOf },
                words,
              ),
            ),
          ];

    switch (act) {
      case 'nothing':
        return none;
      case 'staff':
        return { ...none, staff };
      case 'hide-secret':
        return {
          ...none,
          protecting: [
            at(actEntry({ act: 'hide', target: item.id })),
            ...privately(item.id, say('comment.hidden', language), null),
          ],
          staff: { ...staff, reason: 'sensitive', priority: 1 },
        };
      case 'hide-fake': {
        const warned =
          item.rootId === item.id || !below ? [] : privately(item.rootId, say('comment.warning', language), null);
        const aloud =
          below && warned.length === 0
            ? [
                at(
                  actEntry(
                    { act: 'reply', target: item.rootId },
                    automatic(say('comment.warning.public', language), language),
                  ),
                ),
              ]
            : [];
        return {
          ...none,
          protecting: [at(actEntry({ act: 'hide', target: item.id })), ...warned, ...aloud],
          staff: { ...staff, reason: 'fraud', priority: 0 },
        };
      }
      case 'invite':
      case 'answer': {
        const words =
          act === 'answer' && intent !== null ? publicAnswer(intent, language) : say('public.invite', language);
        const granted =
          words !== null &&
          (await ledger.grant({
            account,
            postId: item.postId,
            commentId: item.id,
            authorId: author,
            policy,
            now: clock.now(),
          }));
        if (!granted) return { ...none, staff };
        const spoken = at(actEntry({ act: 'reply', target: item.rootId }, automatic(words, language)));
        if (act === 'answer') return { ...none, speaking: [spoken] };
        const urgent = isVital(intent) && intent !== 'account.bereavement';
        const word = say(urgent ? 'comment.private.urgent' : 'comment.private', language);
        return { ...none, speaking: [spoken, ...privately(item.id, word, seed)] };
      }
    }
  };

  const handle = async (turn: Turn): Promise<TurnOutcome> => {
    const { head, inputs } = turn;
    const account = accountIn(head, settings);
    const spent = new Set(spentIn(head.state));
    const reactions: Reaction[] = [];
    for (const entry of inputs) {
      if (entry.who !== 'customer' || account === null) continue;
      const reaction = await react(entry, head, account, spent);
      if (reaction === null) continue;
      reactions.push(reaction);
      for (const { activity } of [...reaction.protecting, ...reaction.speaking]) {
        const value = activity.value as { act?: string; target?: string } | undefined;
        if (value?.act === 'private' && value.target !== undefined) spent.add(value.target);
      }
    }
    const state: JsonObject = { ...head.state, spent: [...spent].slice(-200) };
    const change = (view: View, entries: readonly NewEntry[]) => {
      const [first] = reactions.flatMap(({ staff }) => staff ?? []).sort((a, b) => a.priority - b.priority);
      const handoff = first === undefined ? {} : requestHandoff(view, first, clock.now(), plan);
      return { ...handoff, entries: [...entries, ...(handoff.entries ?? [])], head: { ...handoff.head, state } };
    };
    return {
      spoken: (view) =>
        change(
          view,
          reactions.flatMap(({ protecting, speaking }) => [...protecting, ...speaking]),
        ),
      silent: (view) =>
        change(
          view,
          reactions.flatMap(({ protecting }) => protecting),
        ),
      record: {
        findings: reactions.map(({ verdict }) => ({
          decision: `comment.${verdict.act}`,
          rule: verdict.rule,
          intent: verdict.intent,
        })),
      },
    };
  };

  const giveUp = ({ inputs }: Turn): TurnOutcome => {
    const words = inputs.findLast(({ who }) => who === 'customer')?.activity.text ?? '';
    const request = { caseId: ids(), reason: 'error', priority: 1, intent: null, language: 'de', words } as const;
    // Nothing is said in public: a person looks.
    const change = (view: View) => requestHandoff(view, request, clock.now(), plan);
    return { spoken: change, silent: change, record: {} };
  };

  return { handle, giveUp };
}

/** Comments that had their one private message. */
function spentIn(state: JsonObject): readonly string[] {
  const spent = state['spent'];
  return Array.isArray(spent) ? (spent as readonly unknown[]).filter((id) => typeof id === 'string') : [];
}
