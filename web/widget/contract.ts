/** What the loader hands to the chat, and what it gets back. Types only: the two are built apart. */
export interface MountOptions {
  /** The service's address, without a slash at its end. */
  readonly base: string;
  /** The widget's element in the page. */
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Session storage's name for what is kept. */
  readonly keepName: string;
  readonly language: 'de' | 'en';
  readonly privacy: string | undefined;
  readonly imprint: string | undefined;
  /** A user that the bank has signed, and a token that its server has got: read anew each time, a page may renew them. */
  readonly user: () => string | undefined;
  readonly token: () => string | undefined;
  readonly onUnread: (count: number) => void;
  readonly onLanguage: (language: 'de' | 'en') => void;
  /** The customer closed the window. */
  readonly onClose: () => void;
}

export interface MountedChat {
  /** @param draft what stands in the field when it is empty */
  readonly open: (draft?: string) => void;
}

export interface ChatModule {
  readonly mount: (options: MountOptions) => MountedChat;
}
