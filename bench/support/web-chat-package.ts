import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The release that is compared with. */
export const webChatVersion = '4.18.1';
const folder = join('node_modules', '.cache', `web-chat-${webChatVersion}`);
const file = join(folder, 'package', 'dist', 'webchat.js');

const run = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/**
 * Microsoft's Web Chat as it is published, all in one file; downloaded once, outside the project's dependencies, since
 * it would bring some 230 packages along. Null where the registry can't be reached.
 */
export function webChat(): Buffer | null {
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const name = `botframework-webchat@${webChatVersion}`;
    if (!run('npm', ['pack', name, '--silent', '--pack-destination', folder])) return null;
    const tarball = join(folder, `botframework-webchat-${webChatVersion}.tgz`);
    if (!run('tar', ['-xzf', tarball, '-C', folder, 'package/dist/webchat.js'])) return null;
  }
  return readFileSync(file);
}
