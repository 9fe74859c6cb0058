import {
  Calendar,
  CircleHelp,
  Frown,
  HandHelping,
  HeartCrack,
  HeartHandshake,
  Lightbulb,
  LockKeyhole,
  MessageCircleWarning,
  MessageSquareOff,
  MessageSquareText,
  Phone,
  ShieldAlert,
  Siren,
  UserRound,
  Wrench,
  type IconNode,
} from 'lucide';
import type { Case, DeskInfo, Reason, Titles } from '../model/types.ts';
import type { Words } from './words.ts';

// A newer service may know reasons that this page does not.
const icons: Readonly<Partial<Record<Reason, IconNode>>> = {
  asked: UserRound,
  offered: HandHelping,
  'not-understood': CircleHelp,
  fraud: Siren,
  despair: HeartCrack,
  death: HeartHandshake,
  sensitive: ShieldAlert,
  complaint: MessageCircleWarning,
  insult: Frown,
  appointment: Calendar,
  callback: Phone,
  suggestion: Lightbulb,
  privacy: LockKeyhole,
  comment: MessageSquareText,
  error: Wrench,
};

export const reasonIcon = (reason: Reason): IconNode => icons[reason] ?? MessageSquareOff;
export const reasonWords = (reason: string, words: Words): string => words.code('reason', reason) ?? reason;
export const channelWords = (channel: string, words: Words): string => words.code('channel', channel) ?? channel;
export const priorityWords = (priority: number, words: Words): string =>
  words.code('priority', String(priority)) ?? String(priority);

/** The customer's name, or what they are on that channel. */
export const customerWords = (
  { customerName, channel }: Pick<Case, 'customerName' | 'channel'>,
  words: Words,
): string => customerName ?? words.code('nameless', channel) ?? words.say('nameless.other');

/** Fraud and despair: always with a word and a sign. */
export const isUrgent = (item: Case): boolean => item.priority === 0 && item.status !== 'resolved';

type Titled = { readonly id: string; readonly title: Titles };
const titled = (all: readonly Titled[] | undefined, id: string, { language }: Words): string =>
  all?.find((one) => one.id === id)?.title[language] ?? id;

export const labelWords = (info: DeskInfo | null, id: string, words: Words): string => titled(info?.labels, id, words);
export const outcomeWords = (info: DeskInfo | null, id: string, words: Words): string =>
  titled(info?.outcomes, id, words);
export const teamWords = (info: DeskInfo | null, id: string, { language }: Words): string =>
  info?.teams.find((team) => team.id === id)?.name[language] ?? id;

/** The letters of somebody's name: two at most. */
export function initials(name: string): string {
  const letters = name.split(/[\s-]+/).flatMap((part) => /^\p{L}/u.exec(part)?.[0] ?? []);
  return `${letters[0] ?? ''}${letters.length > 1 ? (letters.at(-1) ?? '') : ''}`.toUpperCase();
}
