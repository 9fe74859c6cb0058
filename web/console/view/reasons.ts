import {
  CircleHelp,
  Frown,
  HandHelping,
  HeartCrack,
  HeartHandshake,
  MessageCircleWarning,
  MessageSquareOff,
  ShieldAlert,
  Siren,
  UserRound,
  Wrench,
  type IconNode,
} from 'lucide';
import type { Case, Reason } from '../model/types.ts';
import type { Words } from '../words/words.ts';

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
  error: Wrench,
};

export const reasonIcon = (reason: Reason): IconNode => icons[reason] ?? MessageSquareOff;
export const reasonWords = (reason: string, words: Words): string => words.code('reason', reason) ?? reason;
export const channelWords = (channel: string, words: Words): string => words.code('channel', channel) ?? channel;

/** The customer's name, or what they are on that channel. */
export const customerWords = (
  { customerName, channel }: Pick<Case, 'customerName' | 'channel'>,
  words: Words,
): string => customerName ?? words.code('nameless', channel) ?? words.say('nameless.other');

/** Fraud and despair: always with a word and a sign. */
export const isUrgent = (item: Case): boolean => item.priority === 0 && item.status !== 'resolved';
