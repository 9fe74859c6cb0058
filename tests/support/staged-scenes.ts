import type { Account, Case, Entry, Figures, Notice, TrailLine, WholeCase } from '../../src/console/contract.ts';
import type { Stage } from './staged-desk.ts';
import { aCase, anEntry, aWhole } from './staged-things.ts';

/** Whoever else is at the desk. */
export const jonas = { userId: 'berg', name: 'Jonas Berg' };
const long = 'Maximilian-Alexander Freiherr von Hohenlohe-Waldenburg-Schillingsfürst';
const minute = 60_000;
const names = ['Erna Vogelsang', 'Tom Baker', 'Aylin Yıldız', 'Kevin', null, long, 'Frau Öztürk', 'M. Schulze'];
const said = [
  'Meine Überweisung vom Freitag über 240 Euro ist immer noch nicht angekommen',
  'Hello, my card does not work abroad',
  'seit drei wochen keine antwort auf meine beschwerde, unmöglich',
  'Brauche dringend die Freistellungsauftragsbestätigung für die Jahressteuerbescheinigung',
  'Kann ich bitte mit jemandem sprechen?',
];
const reasons = ['asked', 'not-understood', 'complaint', 'callback', 'privacy'] as const;
const channels = ['directline', 'facebook', 'instagram'] as const;

/** So many cases, as different as a busy morning has them. `now` in milliseconds. */
export function manyCases(count: number, now: number, me: string): readonly Case[] {
  const at = (minutes: number): string => new Date(now + minutes * minute).toISOString();
  return Array.from({ length: count }, (_none, index) => {
    const kind = index % 9;
    const waited = 3 + ((index * 7) % 60);
    const owner = kind === 1 ? { userId: me, name: 'Sabine Weber' } : kind === 2 ? jonas : null;
    return aCase(`c${index}`, {
      number: `261120-${String(index).padStart(5, '0')}`,
      reason: index === 3 ? 'fraud' : (reasons[index % reasons.length] ?? 'asked'),
      priority: index === 3 ? 0 : 2,
      alert: index === 3,
      channel: channels[index % channels.length] ?? 'directline',
      customerName: names[index % names.length] ?? null,
      preview: index === 3 ? 'Mir fehlen 2400 €, ich habe das nicht überwiesen!' : (said[index % said.length] ?? ''),
      createdAt: at(-waited),
      waitingSince: kind === 2 ? null : at(-waited),
      due: kind === 2 ? null : at(30 - waited),
      status: owner === null ? 'waiting' : 'active',
      owner,
      acceptedAt: owner === null ? null : at(-waited + 2),
      awaits: kind === 2 ? 'customer' : 'staff',
      snoozedUntil: kind === 8 ? at(180) : null,
      labels: index % 4 === 0 ? ['card'] : [],
    });
  });
}

const understood = (seq: number, intent: string, de: string, en: string, confidence: number): Entry =>
  anEntry(seq, {
    who: 'system',
    audience: 'internal',
    text: null,
    understood: [
      {
        decision: 'answer',
        intent,
        title: { de, en },
        confidence,
        language: 'de',
        alternatives: [
          { intent: 'transfer.missing', title: { de: 'Überweisung nicht angekommen', en: 'Transfer missing' } },
        ],
        alert: null,
      },
    ],
  });
const happened = (seq: number, happening: NonNullable<Entry['happening']>): Entry =>
  anEntry(seq, { who: 'system', audience: 'internal', text: null, happening });

/** A conversation in which everything has happened once. `first` is when it began, in milliseconds. */
export function richWhole(item: Case, first: number, changes: Partial<WholeCase> = {}): WholeCase {
  const name = item.customerName;
  const caseId = item.id;
  const lines: readonly Entry[] = [
    happened(1, { kind: 'arrived' }),
    anEntry(2, { text: 'Guten Tag', name }),
    anEntry(3, { who: 'bot', text: 'Guten Tag, hier ist Momo, der digitale Assistent der Musterbank. Worum geht es?' }),
    anEntry(4, { text: 'Wie lange dauert eine Überweisung?', name }),
    anEntry(5, { who: 'bot', text: 'Eine Überweisung in Euro ist am nächsten Bankarbeitstag da.' }),
    understood(6, 'transfer.duration', 'Dauer einer Überweisung', 'How long a transfer takes', 0.97),
    anEntry(7, { text: item.preview, name }),
    anEntry(8, {
      who: 'bot',
      text: 'Das habe ich nicht sicher verstanden. Meinen Sie eines davon?',
      buttons: ['Überweisung nicht angekommen', 'Dauer einer Überweisung', 'Etwas anderes'],
    }),
    understood(9, 'transfer.duration', 'Dauer einer Überweisung', 'How long a transfer takes', 0.41),
    happened(10, { kind: 'handed-over', caseId, reason: item.reason, priority: item.priority, raised: false }),
    happened(11, { kind: 'assigned', caseId, to: 'Sabine Weber', by: 'Jonas Berg', word: 'Kennst du den Fall schon?' }),
    happened(12, { kind: 'accepted', caseId, by: 'Sabine Weber' }),
    anEntry(13, {
      who: 'staff',
      audience: 'staff',
      name: 'Jonas Berg',
      text: 'Hat gestern schon angerufen, klang sehr besorgt.',
    }),
    happened(14, { kind: 'changed', caseId, by: 'Sabine Weber', field: 'labels', to: 'card,certificate' }),
    anEntry(15, {
      who: 'staff',
      name: 'Sabine Weber',
      text: 'Guten Tag, ich sehe mir das gleich an.',
      delivery: 'sent',
    }),
    anEntry(16, { text: 'Danke. Meine IBAN ist ⟦iban⟧', name, attachments: ['beleg.pdf'] }),
    anEntry(17, {
      who: 'staff',
      name: 'Sabine Weber',
      text: 'Bitte nennen Sie mir hier keine Kontodaten.',
      delivery: 'failed',
    }),
    happened(18, { kind: 'snoozed', caseId, by: 'Sabine Weber', until: new Date(first + 60 * minute).toISOString() }),
    happened(19, { kind: 'woken', caseId, by: null }),
    happened(20, {
      kind: 'feedback',
      by: 'Sabine Weber',
      seq: 8,
      right: 'transfer.missing',
      title: { de: 'Überweisung nicht angekommen', en: 'Transfer missing' },
      comment: null,
    }),
    anEntry(21, { text: 'Freistellungsauftragsbestätigungsschreibenanforderungsformular?', name }),
  ];
  const entries = lines.map((entry) => ({ ...entry, time: new Date(first + entry.seq * 20_000).toISOString() }));
  const plain = aWhole(item, entries);
  return {
    ...plain,
    ...(plain.brief !== undefined && {
      brief: {
        ...plain.brief,
        understood: {
          intent: 'transfer.duration',
          title: { de: 'Dauer einer Überweisung', en: 'How long a transfer takes' },
          confidence: 0.41,
          seq: 7,
        },
        answered: [
          {
            intent: 'transfer.duration',
            title: { de: 'Dauer einer Überweisung', en: 'How long a transfer takes' },
            seq: 4,
          },
        ],
        channel: { ...plain.brief.channel, replyUntil: new Date(first + 23 * 60 * minute).toISOString() },
        risks:
          item.reason === 'fraud' ? ['fraud', 'secret-given', 'not-identified'] : ['secret-given', 'not-identified'],
      },
    }),
    earlier: [
      {
        id: 'old',
        number: '261101-AB1CD',
        status: 'resolved',
        reason: 'complaint',
        title: { de: 'Beschwerde über Gebühren', en: 'Complaint about fees' },
        preview: 'Warum kostet das Konto jetzt 4,90 Euro im Monat?',
        createdAt: new Date(first - 18 * 24 * 60 * minute).toISOString(),
        resolvedAt: new Date(first - 17 * 24 * 60 * minute).toISOString(),
        outcome: 'solved',
      },
    ],
    ...changes,
  };
}

/** Colleagues, approved answers and canned texts, and what the further pages show. */
export function furnish(stage: Stage, now: number): void {
  const at = (minutes: number): string => new Date(now + minutes * minute).toISOString();
  const by = { userId: 'weber', name: 'Sabine Weber' };
  stage.colleagues = [
    { ...by, role: 'admin', teams: ['service'], languages: ['de', 'en'], presence: 'available', load: 2, capacity: 5 },
    { ...jonas, role: 'agent', teams: ['service'], languages: ['de'], presence: 'available', load: 1, capacity: 5 },
    {
      userId: 'oz',
      name: 'Defne Özdemir',
      role: 'lead',
      teams: ['cards'],
      languages: ['de', 'en'],
      presence: 'away',
      load: 0,
      capacity: 8,
    },
  ];
  stage.suggestions = [
    {
      intent: 'transfer.missing',
      title: { de: 'Überweisung nicht angekommen', en: 'Transfer missing' },
      confidence: 0.74,
      text: 'Eine Überweisung in Euro kommt am nächsten Bankarbeitstag an, auf Papier dauert sie einen Tag länger. Fehlt sie danach noch, verfolgen wir sie für Sie: Rufen Sie bitte 09123 4567 an.',
      said: false,
    },
    {
      intent: 'transfer.duration',
      title: { de: 'Dauer einer Überweisung', en: 'How long a transfer takes' },
      confidence: 0.41,
      text: 'Eine Überweisung in Euro ist am nächsten Bankarbeitstag da.',
      said: true,
    },
  ];
  stage.texts = [
    {
      id: 'hello',
      title: { de: 'Begrüßung', en: 'Greeting' },
      group: { de: 'Anfang', en: 'Beginning' },
      text: 'Guten Tag, hier ist Sabine Weber aus dem Kundenservice.',
      open: [],
    },
    {
      id: 'call',
      title: { de: 'Rückruf ankündigen', en: 'Announce a call' },
      group: { de: 'Weiteres', en: 'Further' },
      text: 'Wir rufen Sie am {=Tag} um {=Uhrzeit} an.',
      open: ['Tag', 'Uhrzeit'],
    },
  ];
  const letter = { id: 'f1', name: 'beleg.pdf', type: 'application/pdf', size: 84_000, at: at(-12), kept: false };
  const photo = 'Kontoauszugsfreistellungsbescheinigung_2026_Seite_1_von_2.jpeg';
  stage.files = {
    openUntil: null,
    files: [letter, { ...letter, id: 'f2', name: photo, type: 'image/jpeg', size: 2_400_000, kept: true }],
  };
  const notice = (id: string, changes: Partial<Notice>): Notice => ({
    id,
    text: {
      de: 'Das Online-Banking ist bis etwa 14 Uhr gestört. Wir arbeiten daran.',
      en: 'Online banking is down until about 2 pm. We are working on it.',
    },
    intents: [],
    pausesPublic: false,
    from: at(-20),
    until: at(200),
    by,
    createdAt: at(-20),
    ended: null,
    state: 'standing',
    ...changes,
  });
  stage.answers.set('/notices', {
    notices: [
      notice('n1', { pausesPublic: true }),
      notice('n2', {
        state: 'planned',
        from: at(600),
        until: at(900),
        intents: ['transfer.duration', 'transfer.missing'],
      }),
      notice('n3', { state: 'over', until: at(-90), ended: { at: at(-100), by } }),
    ],
  });
  stage.answers.set('/feedback', {
    feedback: [
      {
        time: at(-30),
        by,
        caseId: 'c1',
        conversationId: 'x',
        seq: 8,
        intent: 'transfer.duration',
        right: 'transfer.missing',
        comment: null,
      },
      {
        time: at(-90),
        by: jonas,
        caseId: 'c2',
        conversationId: 'y',
        seq: 3,
        intent: 'card.block',
        right: 'none',
        comment: 'Es ging um einen Todesfall.',
      },
      { time: at(-95), by: jonas, caseId: 'c3', conversationId: 'z', seq: 3, intent: null, right: null, comment: null },
    ],
  });
  const days = Array.from({ length: 7 }, (_none, index) => ({
    day: at((index - 6) * 1440).slice(0, 10),
    created: 20 + ((index * 13) % 17),
    resolved: 18 + ((index * 11) % 15),
  }));
  stage.answers.set('/figures', {
    from: days[0]?.day ?? '',
    to: days.at(-1)?.day ?? '',
    cases: { created: 187, resolved: 171, reopened: 4, open: 16 },
    firstResponse: { count: 180, median: 212, p90: 960 },
    resolution: { count: 171, median: 2700, p90: 14_400 },
    assistant: { count: 187, median: 41, p90: 130 },
    onTime: 0.94,
    byReason: [
      { reason: 'asked', count: 81 },
      { reason: 'not-understood', count: 49 },
      { reason: 'complaint', count: 31 },
      { reason: 'fraud', count: 12 },
    ],
    byTeam: [
      { team: 'service', count: 160, firstResponse: { count: 160, median: 240, p90: 1000 } },
      { team: 'cards', count: 27, firstResponse: { count: 20, median: 90, p90: 300 } },
    ],
    byOutcome: [
      { outcome: 'solved', count: 150 },
      { outcome: 'passed-on', count: 21 },
    ],
    byDay: days,
  } satisfies Figures);
  const line = (minutes: number, action: string, changes: Partial<TrailLine> = {}): TrailLine => ({
    time: at(minutes),
    actor: 'weber',
    name: 'Sabine Weber',
    action,
    caseId: null,
    conversationId: null,
    subject: null,
    ...changes,
  });
  stage.answers.set('/trail', {
    lines: [
      line(-1, 'case.reply', { caseId: 'c1' }),
      line(-3, 'case.view', { caseId: 'c1' }),
      line(-20, 'notice.publish', { subject: 'n1' }),
      line(-25, 'sign-in'),
      line(-26, 'sign-in.refused', { actor: 'unknown', name: null }),
    ],
    next: 'more',
  });
  const account = (userId: string, name: string, changes: Partial<Account> = {}): Account => ({
    userId,
    name,
    named: true,
    role: 'agent',
    disabled: false,
    teams: ['service'],
    languages: ['de'],
    capacity: 5,
    mustChangePassword: false,
    lockedUntil: null,
    createdAt: at(-90_000),
    lastSignIn: at(-25),
    ...changes,
  });
  stage.answers.set('/accounts', {
    accounts: [
      account('weber', 'Sabine Weber', { role: 'admin' }),
      account('berg', 'Jonas Berg', { lockedUntil: at(12) }),
      account('oz', 'Defne Özdemir', { role: 'lead', teams: ['cards', 'service'] }),
      account('neu', long, { mustChangePassword: true, lastSignIn: null }),
      account('alt', 'Herbert Grün', { disabled: true, role: 'auditor' }),
    ],
  });
}
