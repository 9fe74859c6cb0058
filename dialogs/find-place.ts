import type {
  Dialog,
  DialogCalendar,
  DialogEnd,
  DialogInput,
  Place,
  Point,
  Prompt,
  Reading,
} from '../src/bot/dialog-types.ts';
import { refused, unclear, value } from './reading/answers.ts';

/** A postal code or town in the bank's area. */
export interface Locality extends Point {
  readonly postalCode: string;
  readonly town: string;
}

export interface FindPlaceParts {
  readonly places: readonly Place[];
  /** Where postal codes and towns lie that have no place of the bank. */
  readonly area: readonly Locality[];
  readonly calendar: DialogCalendar;
}

const earthKilometres = 6371;
const nearest = 3;
/** Farther away than this nobody calls it near (kilometres). */
const far = 30;
/** How many days of a branch's hours are told. */
const week = 7;

/** The distance in kilometres along the globe, by the haversine formula (R. W. Sinnott, Virtues of the Haversine, 1984). */
export function distance(a: Point, b: Point): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (x: number): number => Math.sin(x / 2) ** 2;
  const inner =
    half(radians(b.latitude - a.latitude)) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(radians(b.longitude - a.longitude));
  return 2 * earthKilometres * Math.asin(Math.min(1, Math.sqrt(inner)));
}

function middle(points: readonly Point[]): Point | null {
  if (points.length === 0) return null;
  const mean = (of: (point: Point) => number): number =>
    points.reduce((sum, each) => sum + of(each), 0) / points.length;
  return { latitude: mean((point) => point.latitude), longitude: mean((point) => point.longitude) };
}

const folded = (text: string): string => text.toLowerCase().replace(/straße|strasse|str\./g, 'str');

/** How many words a bare answer such as "Bad Neudorf" may have. */
const shortAnswer = 4;

/**
 * The nearest branches or cash machines. It looks for them as soon as it knows where: by the device's position, a
 * postal code, or the name of a town or street.
 */
export function createFindPlace({ places, area, calendar }: FindPlaceParts): Dialog {
  const localities: readonly Locality[] = [...places, ...area];

  const namesIn = (text: string): ((name: string) => boolean) => {
    const words = folded(text);
    return (name) => new RegExp(`(?<!\\p{L})${folded(name)}(?!\\p{L})`, 'u').test(words);
  };
  /** The places that a message names, by what they are called or by their street. */
  const named = (text: string): readonly Place[] => {
    const names = namesIn(text);
    return places.filter(
      ({ street, name }) => names(street.replace(/\s*\d+\s*\w?$/, '')) || names(name.replace(/^\p{L}+\s/u, '')),
    );
  };

  const locate = ({ text, location }: DialogInput): Point | 'unknown' | null => {
    if (location !== null) return location;
    const code = /(?<!\d)\d{5}(?!\d)/.exec(text)?.[0];
    if (code !== undefined) return middle(localities.filter((each) => each.postalCode === code)) ?? 'unknown';
    const names = namesIn(text);
    const here = named(text);
    return middle(here.length > 0 ? here : localities.filter(({ town }) => names(town)));
  };

  const line = (place: Place, kind: string, kilometres: number, now: number): Prompt => {
    const { name, street, postalCode, town, hours } = place;
    const values = { name, street, town: `${postalCode} ${town}`, distance: { kilometres } };
    if (kind === 'atm' || hours === undefined) return { prompt: 'place', values };
    const { day, minutes } = calendar.at(now);
    const state = calendar.state(hours, day, minutes);
    if (state.open) return { prompt: 'placeOpen', values: { ...values, until: { time: state.until } } };
    if (state.next === null) return { prompt: 'place', values };
    return state.next.day === day
      ? { prompt: 'placeLater', values: { ...values, from: { time: state.next.from } } }
      : { prompt: 'placeClosed', values: { ...values, day: { day: state.next.day }, from: { time: state.next.from } } };
  };

  const result = (at: Point, kind: string, now: number): DialogEnd => {
    const found = places
      .filter((place) => (kind === 'atm' ? place.atm : place.branch))
      .map((place) => ({ place, kilometres: distance(at, place) }))
      .sort((a, b) => a.kilometres - b.kilometres || (a.place.id < b.place.id ? -1 : 1))
      .slice(0, nearest);
    const lines = found.map(({ place, kilometres }) => line(place, kind, kilometres, now));
    const intro = (found[0]?.kilometres ?? 0) > far ? 'far' : kind === 'atm' ? 'nearAtm' : 'nearBranch';
    return { prompts: [intro, ...lines, 'more'], person: 'none' };
  };

  /** One branch that was asked for by its name: where it is, whether it is open, and its hours of the next days. */
  const about = ({ name, street, postalCode, town, hours = {} }: Place, now: number): DialogEnd => {
    const { day: today, minutes } = calendar.at(now);
    const state = calendar.state(hours, today, minutes);
    const values = { name, street, town: `${postalCode} ${town}` };
    const days = Array.from({ length: week }, (_, ahead) => calendar.addDays(today, ahead))
      .map((day) => ({ day, spans: calendar.spans(hours, day) }))
      .filter(({ spans }) => spans.length > 0);
    return {
      prompts: [
        state.open
          ? { prompt: 'namedOpen', values: { ...values, until: { time: state.until } } }
          : { prompt: 'named', values },
        ...days.map(({ day, spans }) => ({ prompt: 'hours', values: { day: { day }, spans: { spans } } })),
        'more',
      ],
      person: 'none',
    };
  };
  const asked = (input: DialogInput, kind: string): Place | null => {
    const [first, second] = input.location === null ? named(input.text) : [];
    return first !== undefined && second === undefined && first.branch && kind === 'branch' ? first : null;
  };

  const pointOf = (text: string): Point => {
    const [latitude = 0, longitude = 0] = text.split(' ').map(Number);
    return { latitude, longitude };
  };

  const read = (input: DialogInput): Reading => {
    const at = locate(input);
    if (at === 'unknown') return refused('unknownPlace');
    if (at !== null) return value(`${at.latitude} ${at.longitude}`);
    const bare = input.intent === null && input.choice === null && /^\p{L}[\p{L} .'-]*$/u.test(input.text.trim());
    return bare && input.text.trim().split(/\s+/).length <= shortAnswer ? refused('unknownPlace') : unclear;
  };

  return {
    name: 'find-place',
    intents: ['branch.find', 'cash.atm_find'],
    start: 'where',
    open: (input) => {
      const kind = input.intent === 'cash.atm_find' ? 'atm' : 'branch';
      const one = asked(input, kind);
      if (one !== null) return { end: about(one, input.now) };
      const at = locate(input);
      if (at !== null && at !== 'unknown') return { end: result(at, kind, input.now) };
      return { step: 'where', slots: { kind }, ...(at === 'unknown' && { before: ['unknownCode'] }) };
    },
    steps: {
      where: {
        prompts: ({ kind }) => [kind === 'atm' ? 'whereAtm' : 'whereBranch'],
        again: 'whereAgain',
        buttons: [],
        read: (input, { kind = 'branch' }) => {
          const one = asked(input, kind);
          return one === null ? read(input) : value(one.id);
        },
        next: (at, { kind = 'branch' }, now) => {
          const one = places.find(({ id }) => id === at);
          return one === undefined ? result(pointOf(at), kind, now) : about(one, now);
        },
      },
    },
  };
}
