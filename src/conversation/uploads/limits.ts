/** Bytes of one file: a photo of a phone, a letter of some pages. */
export const fileLimit = 10 * 1024 * 1024;
/** Bytes of all files that come with one message. */
export const messageLimit = 20 * 1024 * 1024;
/** Files that one request of a member of staff lets in. */
export const filesPerRequest = 5;
/** How long a request stands open, in milliseconds. */
export const requestLasts = 30 * 60_000;
/** How long a file that nobody keeps lives, in milliseconds. */
export const fileLives = 24 * 3600_000;
