import type { Understanding } from '../../../understanding/types.ts';
import type { CommentPolicy, CommentRule } from './policy.ts';
import { hasForeignNumber, holdsName, isWordless } from './signs.ts';

/** A comment as the policy looks at it. */
export interface Looked {
  readonly text: string;
  readonly author: string;
  /** The door took something out. */
  readonly secret: boolean;
  /** It answers a comment of somebody else. */
  readonly below: boolean;
  readonly understanding: Understanding;
  /** Whether the bank has a public answer to the intent. */
  readonly hasPublicAnswer: (intent: string) => boolean;
  readonly bankName: string;
  readonly bankNumbers: readonly string[];
}

/** The intents with confidence; talk such as a greeting beside a question does not count. */
function sureIntents({ intent, zone, parts }: Understanding): readonly string[] {
  const all = [...parts.flatMap((part) => (part.zone === 'answer' && part.intent !== null ? [part.intent] : []))];
  if (all.length === 0 && zone === 'answer' && intent !== null) all.push(intent);
  const questions = all.filter((one) => !one.startsWith('chat.'));
  return [...new Set(questions)];
}

/** All that it may have meant. */
function possibleIntents({ intent, zone, alternatives, parts }: Understanding): readonly string[] {
  if (zone === 'fallback' && parts.length === 0) return [];
  return [
    ...(intent === null ? [] : [intent]),
    ...alternatives.filter(({ confidence }) => confidence >= 0.3).map((other) => other.intent),
    ...parts.flatMap((part) => part.intent ?? []),
  ];
}

function holds({ when }: CommentRule, looked: Looked): boolean {
  const { text, author, understanding, hasPublicAnswer, bankName, bankNumbers } = looked;
  const sure = sureIntents(understanding);
  const meant = when.unsure === true ? possibleIntents(understanding) : sure;
  const checks: readonly (readonly [unknown, () => boolean])[] = [
    [when.secret, () => looked.secret],
    [when.poses, () => holdsName(author, bankName)],
    [when.name, () => when.name?.some((pattern) => pattern.test(author)) === true],
    [when.below, () => looked.below],
    [when.foreignNumber, () => hasForeignNumber(text, bankNumbers)],
    [when.text, () => when.text?.some((pattern) => pattern.test(text)) === true],
    [when.intents, () => when.intents?.some((intent) => meant.includes(intent)) === true],
    [when.public, () => sure.length === 1 && hasPublicAnswer(sure[0] ?? '')],
    [when.private, () => sure.some((intent) => !hasPublicAnswer(intent))],
    [when.wordless, () => isWordless(text)],
  ];
  return checks.every(([asked, check]) => asked === undefined || check());
}

/** What is to be done about a comment, and by which rule. */
export interface Verdict {
  readonly rule: string;
  readonly act: CommentRule['do'];
  readonly reason: CommentRule['reason'];
  readonly priority: CommentRule['priority'];
  /** The intent of an answer or invitation. */
  readonly intent: string | null;
}

/** Nobody wrote a rule for it, or the switch is thrown: a person looks. */
const toStaff = { act: 'staff', reason: 'comment', priority: 2, intent: null } as const;

/**
 * The bank's decision about a comment: the first rule that holds. Pure.
 * @param edited only what protects is looked at: an edit gets no second answer
 */
export function judge(policy: CommentPolicy, looked: Looked, edited: boolean): Verdict {
  const found = policy.rules.find((rule) => rule.on && holds(rule, looked));
  if (found === undefined) return { rule: 'none', ...toStaff };
  const { id, do: act, reason, priority } = found;
  const protects = act === 'hide-secret' || act === 'hide-fake';
  const [intent = null] = sureIntents(looked.understanding);
  const decided: Verdict = { rule: id, act, reason, priority, intent };
  if (edited && !protects && act !== 'staff') return { ...decided, act: 'nothing' };
  if (!policy.killSwitch || act === 'staff' || act === 'nothing') return decided;
  return { ...decided, act: 'staff', priority: protects ? 1 : priority, reason: protects ? 'sensitive' : reason };
}
