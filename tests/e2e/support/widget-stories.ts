import type { Page } from 'playwright-core';
import type { Said, StagedLine } from './staged-line.ts';

export interface Scene {
  readonly page: Page;
  readonly line: StagedLine;
}

/** A state of the chat and how it comes about. */
export interface Story {
  readonly path?: string;
  readonly history?: readonly Said[];
  readonly play: (scene: Scene) => Promise<void>;
}

const greeting = {
  text: 'Guten Tag, hier ist Momo, der digitale Assistent der Musterbank. Fragen zu Konto, Karte und Zahlungen beantworte ich gleich. Möchten Sie lieber mit einem Menschen schreiben, sagen Sie es einfach. Worum geht es?',
  choices: ['Karte sperren', 'Online-Banking gesperrt', 'Überweisung nicht angekommen', 'Filiale finden'],
};
const stolen = {
  text: 'Das tut mir leid. Lassen Sie die Karte bitte sofort sperren: 09123 4567 oder 116 116, aus dem Ausland +49 9123 4567, rund um die Uhr. Ich selbst kann nicht sperren.\n\nMehr dazu: https://www.musterbank.example/sicherheit. Hat die Hotline die Sperre bestätigt?',
  choices: ['Ja, bestätigt', 'Nein', 'Mit einem Menschen sprechen'],
};

export const launcher = (page: Page) => page.locator('schalter-chat .launcher');
export const composer = (page: Page) => page.locator('schalter-chat textarea');

export async function openChat({ page }: Scene): Promise<void> {
  await launcher(page).click();
  await composer(page).waitFor();
}

export const shows = (page: Page, text: string): Promise<void> =>
  page.locator('schalter-chat .log').getByText(text).last().waitFor();

export async function write({ page }: Scene, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

export async function greeted(scene: Scene): Promise<void> {
  await openChat(scene);
  await scene.page.waitForFunction(() => true);
  scene.line.say(greeting);
  await shows(scene.page, 'Worum geht es?');
}

export const menuItem = async ({ page }: Scene, name: string): Promise<void> => {
  await page.locator('schalter-chat').getByRole('button', { name: 'Menü' }).click();
  await page.locator('schalter-chat').getByRole('menuitem', { name }).click();
};

export const stories: Readonly<Record<string, Story>> = {
  page: { play: ({ page }) => launcher(page).waitFor() },
  'page-en': { path: '/en/', play: ({ page }) => launcher(page).waitFor() },
  greeting: { play: greeted },
  'greeting-en': {
    path: '/en/',
    async play(scene) {
      await openChat(scene);
      scene.line.say({
        text: "Hello, this is Momo, the digital assistant of Musterbank. I can answer questions about accounts, cards and payments right here. If you'd rather write with a person, just say so. What is it about?",
        choices: ['Block a card', 'Online banking locked', 'Transfer missing', 'Find a branch'],
      });
      await shows(scene.page, 'What is it about?');
    },
  },
  empty: { play: openChat },
  answered: {
    async play(scene) {
      await greeted(scene);
      await write(scene, 'Mir wurde die Karte geklaut! Was mach ich jetzt??');
      await shows(scene.page, 'Gesendet');
      scene.line.say(stolen);
      await shows(scene.page, 'Hat die Hotline');
    },
  },
  typing: {
    async play(scene) {
      await greeted(scene);
      await write(scene, 'Wie hoch ist mein Dispo?');
      await scene.page.locator('schalter-chat .dots').waitFor();
    },
  },
  staff: {
    async play(scene) {
      await greeted(scene);
      await write(scene, 'Ich möchte mit jemandem sprechen.');
      await shows(scene.page, 'Gesendet');
      scene.line.say(
        { text: 'Gern. Ich hole jemanden aus dem Kundenservice dazu. Das dauert meist wenige Minuten.' },
        { text: 'Guten Tag, hier ist Sabine Berger. Ich habe gelesen, was passiert ist.', staff: 'Sabine Berger' },
        { text: 'Ist die Karte schon gesperrt, und fehlt Geld auf dem Konto?', staff: 'Sabine Berger' },
      );
      await shows(scene.page, 'fehlt Geld');
      await write(scene, 'Gesperrt ja. Es fehlen 240 €.');
      await scene.page.locator('schalter-chat .delivery').getByText('Gesendet').waitFor();
    },
  },
  'staff-left': {
    async play(scene) {
      await greeted(scene);
      scene.line.say(
        { text: 'Das habe ich für Sie notiert. Alles Gute!', staff: 'Sabine Berger' },
        { text: 'Hier ist wieder der digitale Assistent der Musterbank. Kann ich sonst noch helfen?' },
      );
      await shows(scene.page, 'sonst noch helfen');
    },
  },
  offline: {
    async play(scene) {
      await greeted(scene);
      await scene.page.context().setOffline(true);
      await scene.page.locator('schalter-chat .banner').waitFor();
      await write(scene, 'Sind Sie noch da?');
      await shows(scene.page, 'sobald Sie verbunden');
    },
  },
  failed: {
    async play(scene) {
      await greeted(scene);
      scene.line.answer = 'refused';
      await write(scene, 'Wann hat die Filiale am Marktplatz am Donnerstag offen?');
      await shows(scene.page, 'Nicht gesendet');
    },
  },
  'long-words': {
    async play(scene) {
      await greeted(scene);
      await write(scene, 'Freistellungsauftragsbestätigungsschreibenanforderungsformular?');
      await shows(scene.page, 'Gesendet');
      scene.line.say({
        text: 'Die Freistellungsauftragsbestätigung finden Sie im Postfach. https://www.musterbank.example/service/formulare/freistellungsauftragsbestaetigungsschreiben/anforderung?jahr=2026&sprache=de',
        choices: [
          'Steuerbescheinigung',
          'Nichtveranlagungsbescheinigung anfordern und als Formular per Post schicken lassen',
        ],
        staff: 'Dr. Maximiliane Freifrau von Hohenstein-Wolkenburg',
      });
      await shows(scene.page, 'Postfach');
    },
  },
  long: {
    history: [
      { text: greeting.text, at: '2026-11-17T08:58:00.000Z' },
      { text: 'Was kostet eine Überweisung in die Schweiz?', customer: true, at: '2026-11-17T08:59:10.000Z' },
      {
        text: 'Eine Überweisung in die Schweiz kostet 0,15 % des Betrags, mindestens 12,50 €.\n\nSo geht es: Öffnen Sie „Überweisung“, wählen Sie „Ausland“, geben Sie IBAN und BIC der Empfängerbank ein und prüfen Sie den Namen.\n\nDas Geld kommt nach zwei bis fünf Bankarbeitstagen an. Wer die Gebühren trägt, wählen Sie selbst: geteilt, nur Sie, oder nur der Empfänger.\n\nBei Beträgen über 12.500 € denken Sie bitte an die Meldung an die Bundesbank: 0800 1234 111.',
        at: '2026-11-17T08:59:12.000Z',
      },
      { text: 'Danke!', customer: true, at: '2026-11-17T09:01:00.000Z' },
      { text: 'Gern. Kann ich noch etwas für Sie tun?', at: '2026-11-17T09:01:02.000Z' },
      { text: 'Guten Morgen', customer: true, at: '2026-11-19T07:30:00.000Z' },
      { text: 'meine Karte geht am Automaten nicht', customer: true, at: '2026-11-19T07:30:20.000Z' },
      {
        text: 'Das ist ärgerlich. Zeigt der Automat eine Meldung, oder behält er die Karte?',
        at: '2026-11-19T07:30:22.000Z',
        choices: ['Er zeigt eine Meldung', 'Die Karte ist weg'],
      },
    ],
    async play(scene) {
      await openChat(scene);
      await shows(scene.page, 'Zeigt der Automat');
    },
  },
  menu: {
    async play(scene) {
      await greeted(scene);
      await scene.page.locator('schalter-chat').getByRole('button', { name: 'Menü' }).click();
    },
  },
  restart: {
    async play(scene) {
      await greeted(scene);
      await menuItem(scene, 'Neues Gespräch');
    },
  },
  'long-draft': {
    async play(scene) {
      await greeted(scene);
      await composer(scene.page).fill(`${'Ich schreibe Ihnen heute ausführlich. '.repeat(106)}Ende.`);
    },
  },
  unread: {
    async play(scene) {
      await greeted(scene);
      await scene.page.locator('schalter-chat').getByRole('button', { name: 'Chat schließen' }).click();
      scene.line.say({ text: 'Noch etwas:' }, { text: 'Ihre neue Karte ist unterwegs.' });
      await scene.page.locator('schalter-chat .launcher-count').waitFor();
    },
  },
};
