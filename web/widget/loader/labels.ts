import type { LauncherLabels } from './launcher.ts';

/** The launcher's few labels in one language; the build takes them out of data/labels/widget.json. */
export function launcherLabels(language: 'de' | 'en'): LauncherLabels {
  const label = (name: string): string => __LAUNCHER_LABELS__[`launcher.${name}`]?.[language] ?? '';
  return {
    text: label('text'),
    open: label('open'),
    unread: (count) => (count === 1 ? label('unread.one') : label('unread.many').replace('{count}', String(count))),
    failed: label('failed'),
    greetingClose: label('greetingClose'),
  };
}
