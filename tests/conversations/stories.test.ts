import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, test } from '@jest/globals';
import { openCounter } from '../support/counter.ts';
import { play } from '../support/story.ts';

const folder = new URL('.', import.meta.url);

/** The first counter of a process may have to learn from all examples first. */
beforeAll(async () => {
  await openCounter();
}, 300_000);

for (const name of readdirSync(folder).filter((each) => each.endsWith('.txt')))
  describe(name.replace('.txt', ''), () => {
    const stories = readFileSync(new URL(name, folder), 'utf8').split(/^== /m).slice(1);
    for (const story of stories) {
      const [title = '', ...lines] = story.split('\n');
      test(title.trim(), () => play(lines.join('\n')));
    }
  });
