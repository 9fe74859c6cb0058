/** Set when the widget is built, from the bank's facts. */
declare const __BANK__: {
  readonly name: string;
  readonly phone: string;
  readonly privacy: string;
  readonly imprint: string;
};

/** Where the built chat lies, relative to the loader. */
declare const __CHAT_FILE__: string;

declare module '*.css?inline' {
  const text: string;
  export = text;
}
declare module '*.css';

/** The labels of data/labels/widget.json that the loader needs. */
declare const __LAUNCHER_LABELS__: Readonly<Record<string, Readonly<Record<'de' | 'en', string>>>>;
