import type { DeskState } from '../../model/state.ts';
import type { Happening } from '../../model/types.ts';
import { dayAndTime } from '../../words/times.ts';
import { labelWords, priorityWords, reasonWords, teamWords } from '../../words/things.ts';
import { titleWords } from '../../words/understood.ts';
import type { Words } from '../../words/words.ts';

type Info = DeskState['info'];

const joined = (parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join(' ');

function changedWords({ by, field, to }: Extract<Happening, { kind: 'changed' }>, info: Info, words: Words): string {
  switch (field) {
    case 'priority':
      return words.say('happened.priority', { name: by, value: priorityWords(Number(to), words) });
    case 'labels': {
      const ids = to
        .split(',')
        .map((id) => id.trim())
        .filter(Boolean);
      const value = ids.map((id) => labelWords(info, id, words)).join(', ');
      return value === ''
        ? words.say('happened.noLabels', { name: by })
        : words.say('happened.labels', { name: by, value });
    }
    case 'team':
      return words.say('happened.team', { name: by, value: teamWords(info, to, words) });
  }
}

/** What happened, as one sentence. */
export function happeningWords(happening: Happening, info: Info, words: Words): string {
  switch (happening.kind) {
    case 'handed-over':
      return words.say(happening.raised ? 'happened.raised' : 'happened.handedOver', {
        reason: reasonWords(happening.reason, words),
      });
    case 'accepted':
    case 'completed':
    case 'reopened':
    case 'woken':
      return happening.by === null
        ? (words.code('happenedBySelf', happening.kind) ?? words.say('happened.other'))
        : (words.code('happenedBy', happening.kind) ?? words.say('happened.other')).replace('{name}', happening.by);
    case 'returned':
      return words.say(happening.announced ? 'happened.returned' : 'happened.returnedQuietly');
    case 'assigned':
      return happening.by === null
        ? words.say('happened.assigned', { to: happening.to })
        : words.say('happened.assignedBy', { to: happening.to, name: happening.by });
    case 'queued':
      return joined([
        (words.code('queued', happening.why) ?? words.say('happened.other'))
          .replace('{team}', teamWords(info, happening.team, words))
          .replace('{name}', happening.by ?? words.say('someone')),
      ]);
    case 'escalated':
      return words.code('escalated', happening.why) ?? words.say('happened.other');
    case 'snoozed':
      return words.say('happened.snoozed', { name: happening.by, time: dayAndTime(happening.until, words) });
    case 'changed':
      return changedWords(happening, info, words);
    case 'feedback': {
      const right =
        happening.right === null || happening.right === 'none'
          ? null
          : titleWords({ intent: happening.right, title: happening.title }, words);
      if (happening.right === 'none') return words.say('happened.wrongPerson', { name: happening.by });
      return right === null
        ? words.say('happened.wrong', { name: happening.by })
        : words.say('happened.wrongRight', { name: happening.by, value: right });
    }
    case 'reply-undone':
    case 'reply-dropped':
      return (words.code('happenedBy', happening.kind) ?? words.say('happened.other')).replace('{name}', happening.by);
    case 'arrived':
      return words.say('happened.arrived');
    case 'still-waiting':
      return words.say('happened.stillWaiting');
    case 'failed-turn':
      return words.say('happened.failed');
    case 'other':
      return words.say('happened.other');
  }
}

/** What a colleague wrote along with it. */
export function wordOf(happening: Happening): string | null {
  switch (happening.kind) {
    case 'assigned':
    case 'queued':
      return happening.word;
    case 'feedback':
      return happening.comment;
    case 'reply-undone':
    case 'reply-dropped':
      return happening.text;
    default:
      return null;
  }
}
