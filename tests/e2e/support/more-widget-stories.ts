import { greeted, menuItem, shows, write, type Scene, type Story } from './widget-stories.ts';

const chat = ({ page }: Scene) => page.locator('schalter-chat');
const hero = (title: string, text: string, ...buttons: readonly object[]) => ({
  contentType: 'application/vnd.microsoft.card.hero',
  content: { title, text, buttons },
});
const calendar = {
  contentType: 'text/calendar',
  name: 'termin.ics',
  contentUrl: `data:text/calendar;charset=utf-8;base64,${Buffer.from('BEGIN:VCALENDAR').toString('base64')}`,
};
/** The story's clock stands at 13:05 UTC. */
export const fileRequest = {
  open: true,
  until: '2026-11-20T13:30:00.000Z',
  files: 5,
  bytes: 10 * 1024 ** 2,
  types: ['image/jpeg', 'image/png', 'application/pdf'],
};

async function withPerson(scene: Scene): Promise<void> {
  await greeted(scene);
  await write(scene, 'Ich möchte mit jemandem sprechen.');
  await shows(scene.page, 'Gesendet');
}
async function asked(scene: Scene): Promise<void> {
  await withPerson(scene);
  scene.line.say({ text: 'Schicken Sie mir bitte das Schreiben.', staff: 'Sabine Berger' });
  scene.line.tell('schalter.uploads', fileRequest);
  await chat(scene).locator('.attach').waitFor();
}
async function rated(scene: Scene): Promise<void> {
  await withPerson(scene);
  scene.line.say({ text: 'Alles Gute!', staff: 'Sabine Berger' }, { text: 'Hier ist wieder der digitale Assistent.' });
  await chat(scene).locator('.chip.rate').click();
  await chat(scene).getByRole('radio', { name: '4 von 5: zufrieden' }).check({ force: true });
}

/** The states that come with people, files and the end of a conversation. */
export const moreStories: Readonly<Record<string, Story>> = {
  waiting: {
    async play(scene) {
      await withPerson(scene);
      scene.line.say({ text: 'Gern. Ich hole jemanden aus dem Kundenservice dazu.' });
      scene.line.tell('schalter.queue', { place: 3 });
      await shows(scene.page, 'Vor Ihnen warten noch 2 Personen.');
    },
  },
  'files-asked': { play: asked },
  'file-sent': {
    async play(scene) {
      await asked(scene);
      await chat(scene)
        .locator('input[type=file]')
        .setInputFiles({ name: 'Schreiben vom Finanzamt.png', mimeType: 'image/png', buffer: Buffer.from('x') });
      await chat(scene).getByRole('button', { name: 'Schreiben vom Finanzamt.png herunterladen' }).waitFor();
      await chat(scene).locator('.delivery').getByText('Gesendet').waitFor();
    },
  },
  'file-refused': {
    async play(scene) {
      await asked(scene);
      await chat(scene)
        .locator('input[type=file]')
        .setInputFiles({ name: 'bild.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
      await chat(scene).getByText('Möglich sind JPG, PNG und PDF.').waitFor();
    },
  },
  cards: {
    async play(scene) {
      await greeted(scene);
      scene.line.say(
        { text: 'Ihr Termin ist vorgemerkt. Wir melden uns, sobald er fest ist.', attachments: [calendar] },
        {
          text: 'Diese Konten passen dazu:',
          layout: 'carousel',
          attachments: [
            hero('Girokonto Klassik', 'Für alle, die gern in die Filiale kommen.', {
              type: 'messageBack',
              title: 'Was kostet es?',
              value: { choose: 'account.fees' },
            }),
            hero('Girokonto Jung', 'Bis zum 27. Geburtstag.', {
              type: 'openUrl',
              title: 'Mehr dazu',
              value: 'https://www.musterbank.example/jung',
            }),
          ],
        },
      );
      await shows(scene.page, 'Girokonto Jung');
    },
  },
  'rating-offered': {
    async play(scene) {
      await withPerson(scene);
      scene.line.say(
        { text: 'Alles Gute!', staff: 'Sabine Berger' },
        { text: 'Hier ist wieder der digitale Assistent.' },
      );
      await chat(scene).locator('.chip.rate').waitFor();
    },
  },
  rating: { play: rated },
  delete: {
    async play(scene) {
      await greeted(scene);
      await menuItem(scene, 'Gespräch löschen');
    },
  },
  'delete-refused': {
    async play(scene) {
      await greeted(scene);
      scene.line.hasCase = true;
      await menuItem(scene, 'Gespräch löschen');
      await chat(scene).getByRole('button', { name: 'Endgültig löschen' }).click();
      await chat(scene).getByText('Ihr Anliegen ist noch in Arbeit.').waitFor();
    },
  },
  deleted: {
    async play(scene) {
      await greeted(scene);
      await menuItem(scene, 'Gespräch löschen');
      await chat(scene).getByRole('button', { name: 'Endgültig löschen' }).click();
      await chat(scene).getByText('Ihr Gespräch ist gelöscht.').waitFor();
    },
  },
};
