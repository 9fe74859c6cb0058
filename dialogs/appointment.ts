import type {
  Dialog,
  DialogButton,
  DialogCalendar,
  DialogInput,
  Hours,
  Place,
  Prompt,
  Reading,
  Slots,
  Value,
} from '../src/bot/dialog-types.ts';
import { appointmentLength, createBookable } from './bookable.ts';
import { form, type Found } from './form.ts';
import { bareTopic, isElsewhere, readWords, refused, shortened, unclear, value } from './reading/answers.ts';
import { readContact, type ReadPhone } from './reading/contact.ts';
import { readDay } from './reading/days.ts';
import { readTime } from './reading/times.ts';

export interface AppointmentParts {
  readonly branches: readonly Place[];
  /** When advisers can be reached by video and phone. */
  readonly hours: Hours;
  readonly calendar: DialogCalendar;
  readonly readPhone: ReadPhone;
}

const own = ['branch.appointment'];
const mostButtons = 4;

const topics: readonly (readonly [string, RegExp])[] = [
  ['mortgage', /baufi|immobilie|haus(kauf|bau)?\b|hypothek|eigentumswohnung|wohnungskauf|mortgage|property|house/i],
  ['savings', /spar|anlage|anlegen|depot|wertpapier|fonds|festgeld|tagesgeld|vorsorge|saving|invest|pension/i],
  ['loan', /kredit(?!karte)|darlehen|finanzierung|rate|dispo|loan|credit(?! card)/i],
  ['account', /konto|giro|karte|vollmacht|account|card/i],
];
const ways: readonly (readonly [string, RegExp])[] = [
  ['video', /video|online|zoom|teams|webcam/i],
  ['phone', /telefon|anruf|anrufen|telefonisch|by phone|on the phone|call/i],
  ['branch', /filiale|vor ort|persönlich|geschäftsstelle|bei ihnen|bei euch|branch|in person/i],
];

const firstOf = (list: readonly (readonly [string, RegExp])[], text: string): string | undefined =>
  list.find(([, pattern]) => pattern.test(text))?.[0];

/** An appointment is asked for here, never made: a person confirms it. */
export function createAppointment({ branches, hours, calendar, readPhone }: AppointmentParts): Dialog {
  const { branchOf, starts, days, checkDay, timeIn, windows } = createBookable({ branches, hours, calendar });

  const timeClosed = (slots: Slots, now: number): Prompt => ({
    prompt: 'timeClosed',
    values: { day: { day: slots['day'] ?? '' }, spans: windows(slots, now) },
  });

  const dayAndTime = (input: DialogInput, day: string, slots: Slots): Slots => {
    const time = timeIn(input, slots, day, input.now, false);
    return typeof time === 'number' ? { day, time: String(time) } : { day };
  };

  const readDayStep = (input: DialogInput, slots: Slots): Reading => {
    const today = calendar.at(input.now).day;
    const day = input.choice ?? readDay(input.text, today, calendar);
    if (day === null || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return unclear;
    const problem = checkDay(day, slots, input.now);
    return problem === null
      ? value(day, dayAndTime({ ...input, text: input.choice === null ? input.text : '' }, day, slots))
      : refused(problem);
  };

  const findDay = (input: DialogInput, slots: Slots): Found => {
    const day = readDay(input.text, calendar.at(input.now).day, calendar);
    if (day === null) return null;
    const known = slots['way'] !== undefined && (slots['way'] !== 'branch' || branchOf(slots) !== undefined);
    // Before it is known where, nobody can say whether somebody is there: the day is asked for again in its turn.
    if (!known) return null;
    const problem = checkDay(day, slots, input.now);
    return problem === null ? { slots: dayAndTime(input, day, slots) } : { refused: problem };
  };

  const readTimeStep = (input: DialogInput, slots: Slots): Reading => {
    const { choice, now, text } = input;
    if (choice !== null)
      return /^\d+$/.test(choice) && starts(slots, slots['day'] ?? '', now).includes(Number(choice))
        ? value(choice)
        : unclear;
    const other = readDay(text, calendar.at(now).day, calendar);
    if (other !== null && other !== slots['day'] && readTime(text, false) === null) {
      const problem = checkDay(other, slots, now);
      return problem === null ? value('', { day: other, time: '' }) : refused(problem);
    }
    const day = other !== null && checkDay(other, slots, now) === null ? other : (slots['day'] ?? '');
    const time = timeIn(input, slots, day, now, true);
    if (time === null) return unclear;
    return time === 'none' ? refused(timeClosed({ ...slots, day }, now)) : value(String(time), { day });
  };

  const findTime = (input: DialogInput, slots: Slots): Found => {
    const day = slots['day'] ?? '';
    if (day === '') return null;
    const time = timeIn(input, slots, day, input.now, false);
    if (time === null) return null;
    return time === 'none' ? { refused: timeClosed(slots, input.now) } : { slots: { time: String(time) } };
  };

  const branchIn = (text: string): Place | undefined => {
    const words = text.toLowerCase();
    const found = branches.filter(({ name, street, postalCode, town }) => {
      const parts = [name.replace(/^filiale\s/i, ''), street.replace(/\s*\d+\s*\w?$/, ''), postalCode, town];
      return parts.some((part) => words.includes(part.toLowerCase().slice(0, Math.max(5, part.length - 4))));
    });
    return found.length === 1 ? found[0] : undefined;
  };

  const readContactStep = (input: DialogInput, slots: Slots): Reading => {
    const found = input.choice === null ? readContact(input.text, readPhone) : null;
    if (found === null) return unclear;
    if (found.kind === 'wrong') return refused('contactWrong');
    return found.kind === 'email' && slots['way'] === 'phone' ? refused('phoneNeeded') : value(found.value);
  };

  const topicOf = (slots: Slots): Value =>
    topics.some(([id]) => id === slots['topic'])
      ? { label: `topic.${slots['topic'] ?? ''}` }
      : shortened(bareTopic(slots['topic'] ?? ''), 80);
  const placeOf = (slots: Slots): Value => {
    const branch = slots['way'] === 'branch' ? branchOf(slots) : undefined;
    return branch === undefined ? { label: `way.${slots['way'] ?? ''}` } : `${branch.name}, ${branch.street}`;
  };
  const told = (slots: Slots) => ({
    topic: topicOf(slots),
    place: placeOf(slots),
    day: { day: slots['day'] ?? '' },
    time: { time: Number(slots['time']) },
    name: slots['name'] ?? '',
    contact: slots['contact'] ?? '',
  });
  const choices = (kind: string, ids: readonly string[]): readonly DialogButton[] =>
    ids.map((id) => ({ choice: id, prompt: `${kind}.${id}` }));

  return form({
    name: 'appointment',
    intents: own,
    fields: [
      {
        name: 'topic',
        prompts: ['askTopic'],
        again: 'topicAgain',
        buttons: choices('topic', ['account', 'loan', 'mortgage', 'savings']),
        read: (input) => {
          if (input.choice !== null) return topics.some(([id]) => id === input.choice) ? value(input.choice) : unclear;
          const known = firstOf(topics, input.text);
          return known === undefined || isElsewhere(input, own) ? readWords(input, own, 3) : value(known);
        },
        find: ({ text }) => {
          const topic = firstOf(topics, text);
          return topic === undefined ? null : { slots: { topic } };
        },
        called: /thema|worum|anliegen|topic|about/i,
      },
      {
        name: 'way',
        prompts: ['askWay'],
        again: 'askWay',
        buttons: choices('way', ['branch', 'video', 'phone']),
        read: ({ choice, text }) => {
          const way = choice ?? firstOf(ways, text) ?? (branchIn(text) === undefined ? undefined : 'branch');
          if (way === undefined || !ways.some(([id]) => id === way)) return unclear;
          const branch = way === 'branch' && choice === null ? branchIn(text) : undefined;
          return value(way, branch === undefined ? {} : { branch: branch.id });
        },
        find: ({ text }) => {
          const branch = branchIn(text);
          if (branch !== undefined) return { slots: { way: 'branch', branch: branch.id } };
          const way = firstOf(
            ways,
            text.replace(/filiale|branch/gi, (word) => (/nicht|statt/i.test(text) ? '' : word)),
          );
          return way === undefined ? null : { slots: { way } };
        },
        called: /wie|weg|video|telefon|ort\b|how|way|place/i,
      },
      {
        name: 'branch',
        needed: (slots) => slots['way'] === 'branch',
        prompts: ['askBranch'],
        again: 'branchAgain',
        buttons: branches.slice(0, mostButtons).map(({ id, name }) => ({ choice: id, title: name })),
        read: ({ choice, text }) => {
          const branch = choice === null ? branchIn(text) : branches.find(({ id }) => id === choice);
          return branch === undefined ? unclear : value(branch.id);
        },
        called: /filiale|branch/i,
      },
      {
        name: 'day',
        prompts: ['askDay'],
        again: 'dayAgain',
        buttons: (slots, now) =>
          days(slots, now)
            .slice(0, mostButtons)
            .map((day) => ({ choice: day, title: { day } })),
        read: readDayStep,
        find: findDay,
        called: /tag\b|datum|day|date/i,
      },
      {
        name: 'time',
        prompts: (slots, now) => [
          { prompt: 'askTime', values: { day: { day: slots['day'] ?? '' }, spans: windows(slots, now) } },
        ],
        again: 'timeAgain',
        buttons: (slots, now) => {
          const open = starts(slots, slots['day'] ?? '', now);
          const gap = Math.max(1, Math.ceil(open.length / mostButtons));
          return open
            .filter((_, index) => index % gap === 0)
            .map((time) => ({ choice: String(time), title: { time } }));
        },
        read: readTimeStep,
        find: findTime,
        called: /zeit|uhr|time|hour/i,
      },
      {
        name: 'name',
        prompts: ['askName'],
        again: 'nameAgain',
        buttons: [],
        read: (input) => {
          const reading = readWords(input, own, 2);
          if (reading.kind !== 'value') return reading;
          const name = reading.value.replace(
            /^(ich (heiße|bin)|mein name ist|my name is|i am|i[’']m|it[’']s)\s+(der |die )?/i,
            '',
          );
          return /\d|\?$/.test(name) || name.length > 80 ? unclear : value(name.replace(/[.!]$/, ''));
        },
        called: /name|heiße/i,
      },
      {
        name: 'contact',
        prompts: ({ way }) => [way === 'phone' ? 'askPhone' : 'askContact'],
        again: 'contactAgain',
        buttons: [],
        read: readContactStep,
        find: ({ text }, slots) => {
          const found = readContact(text, readPhone);
          if (found === null || found.kind === 'wrong') return null;
          if (found.kind === 'email' && slots['way'] === 'phone') return { refused: 'phoneNeeded' };
          return { slots: { contact: found.value } };
        },
        called: /nummer|mail|kontakt|number|contact/i,
      },
    ],
    first: () => ({ slots: {}, before: ['begin'] }),
    stale: (slots, now) => {
      const { way = '', day = '', time = '', contact = '' } = slots;
      if (day === '' || way === '') return [];
      if (way === 'branch' && branchOf(slots) === undefined) return [];
      const open = starts(slots, day, now);
      if (open.length === 0) return ['day', 'time'];
      const phone = way === 'phone' && contact.includes('@') ? ['contact'] : [];
      return time !== '' && !open.includes(Number(time)) ? ['time', ...phone] : phone;
    },
    summary: (slots) => ({ prompt: 'summary', values: told(slots) }),
    end: (slots) => {
      const { day = '', time = '0' } = slots;
      const from = calendar.moment(day, Number(time));
      return {
        prompts: [{ prompt: 'requested', values: { contact: slots['contact'] ?? '' } }],
        person: 'later',
        reason: 'appointment',
        details: {
          'field.topic': topicOf(slots),
          'field.way': placeOf(slots),
          'field.day': { day },
          'field.time': { time: Number(time) },
          'field.name': slots['name'] ?? '',
          'field.contact': slots['contact'] ?? '',
        },
        event: {
          from,
          to: from + appointmentLength * 60_000,
          title: { prompt: 'eventTitle', values: { topic: topicOf(slots) } },
          place: placeOf(slots),
          text: 'eventText',
        },
      };
    },
  });
}
