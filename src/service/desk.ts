import { createDeskVoice } from '../bot/desk-voice.ts';
import type { Names } from '../console/case-view.ts';
import type { FigureSource } from '../console/figure-routes.ts';
import type { TextHelp } from '../console/text-routes.ts';
import { cleanActivity } from '../conversation/door/activity.ts';
import type { Store } from '../conversation/store.ts';
import type { TimerReaction } from '../conversation/timers.ts';
import { loadCanned } from '../handoff/canned.ts';
import { createDesk, type Desk } from '../handoff/desk.ts';
import { deskTimerReaction } from '../handoff/desk-moves.ts';
import { identityIn } from '../handoff/identity.ts';
import { openNotices, type Notices } from '../handoff/notices.ts';
import { openOutlook, type Outlook } from '../handoff/outlook.ts';
import type { Rules } from '../handoff/ownership.ts';
import type { Plan } from '../handoff/plan.ts';
import { createPresence, type Presence } from '../handoff/presence.ts';
import { checkReply, isBlocked, loadReplyRules } from '../handoff/reply-check.ts';
import { wayOutOf } from '../handoff/way-out.ts';
import { csvOf, figuresOf, measureRange } from '../insight/figures.ts';
import { chooseAnswer } from '../knowledge/choose.ts';
import { sayFact } from '../knowledge/facts.ts';
import type { Address, Knowledge } from '../knowledge/types.ts';
import type { Clock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Understander } from '../understanding/index.ts';

export interface DeskParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly knowledge: Knowledge;
  readonly understander: Understander;
  readonly address: Address;
  readonly plan: Plan;
  /** The folder of the approved words: `data`. */
  readonly dataDir: string;
}

/** The desk with all that belongs to it. */
export interface OpenDesk {
  readonly desk: Desk;
  /** How it reacts to its timers. */
  readonly react: TimerReaction;
  readonly rules: Rules;
  readonly notices: Notices;
  readonly outlook: Outlook;
  readonly presence: Presence;
  readonly help: TextHelp;
  readonly figures: FigureSource;
}

/** Opens the desk: what it knows of the queue and of notices is read when it resolves. */
export async function openDesk(parts: DeskParts): Promise<OpenDesk> {
  const { store, clock, ids, log, plan, address, dataDir } = parts;
  const rules: Rules = { plan, say: createDeskVoice(parts) };
  const [canned, replyRules, notices, outlook] = await Promise.all([
    loadCanned(dataDir),
    loadReplyRules(dataDir),
    openNotices({ store, clock, ids }),
    openOutlook({ store, plan, log }),
  ]);
  const findings: TextHelp['findings'] = (text, context) => checkReply(text, context, replyRules);
  const desk = createDesk({
    ...rules,
    store,
    clock,
    ids,
    door: cleanActivity,
    check(text, { head, openCase }) {
      if (head === null) return;
      const { public: isPublic, characters } = wayOutOf(head.channel);
      const context = { identity: identityIn(head), public: isPublic, characters, address, closed: false };
      if (isBlocked(findings(text, { ...context, language: openCase?.language ?? 'de' })))
        throw new SchalterError('ReplyBlocked');
    },
  });
  return {
    desk,
    react: deskTimerReaction(rules),
    rules,
    notices,
    outlook,
    presence: createPresence({ store, clock, graceMs: plan.absentMs }),
    help: { ...helpOf(parts), canned, findings },
    figures: {
      figures: async (range) => figuresOf(await measureRange(store, range), range),
      csv: async (range) => csvOf(await measureRange(store, range)),
    },
  };
}

/** Suggestions below this are guesses. */
const leastSure = 0.1;
const mostSuggestions = 5;

function helpOf({ knowledge, understander, address, clock }: DeskParts): Omit<TextHelp, 'canned' | 'findings'> {
  return {
    addressForm: address,
    isIntent: (id) => knowledge.intents.has(id),
    values(spoken) {
      const language = spoken === 'en' ? 'en' : 'de';
      return {
        bank: sayFact(knowledge.facts, 'bank.name', language),
        phone: sayFact(knowledge.facts, 'phone.service', language),
      };
    },
    suggest(text, spoken) {
      const now = clock.now();
      const language = spoken === 'en' ? 'en' : 'de';
      const { alternatives } = understander.understand(text, { now, language });
      return alternatives
        .filter(({ intent, confidence }) => confidence >= leastSure && !intent.startsWith('chat.'))
        .flatMap(({ intent, confidence }) => {
          const known = knowledge.intents.get(intent);
          const wish = { language, address, use: 'first', shown: new Set<string>(), now } as const;
          const answer = known === undefined ? null : chooseAnswer(known, wish);
          return known === undefined || answer === null
            ? []
            : [{ intent, title: known.title, confidence: Math.round(confidence * 1000) / 1000, text: answer.text }];
        })
        .slice(0, mostSuggestions);
    },
  };
}

/** What the console calls intents, and what dialogs collect. */
export function namesOf(knowledge: Knowledge, plan: Plan): Names {
  return {
    titleOf: (intent) => knowledge.intents.get(intent)?.title ?? null,
    labelOf: (label) => knowledge.labels.get(label) ?? null,
    plan,
  };
}

/** All intents with their names, for "what would have been right". */
export function intentsOf(
  knowledge: Knowledge,
): readonly { readonly intent: string; readonly title: Record<'de' | 'en', string> }[] {
  return [...knowledge.intents.values()].map(({ id, title }) => ({ intent: id, title: { ...title } }));
}

/** The words of an entry, for the bot that hands over; empty where it has none. */
export async function wordsOf(store: Store, conversationId: string, seq: number): Promise<string> {
  const [entry] = await store.entries(conversationId, { after: seq - 1, limit: 1 });
  return entry?.seq === seq && entry.redacted !== true ? (entry.activity.text ?? '') : '';
}
