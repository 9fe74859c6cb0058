interface ErrorEntry {
  /** HTTP status where it reaches a client. */
  readonly status: number;
  /** What happened, as the client reads it. */
  readonly message: string;
  /** What it means and what to do about it; printed in docs/errors.md. */
  readonly cure: string;
}

/** Every error code of the service. docs/errors.md is generated from it, and `npm run check` refuses a stale one. */
export const errorRegister = {
  BadSyntax: {
    status: 400,
    message: 'The body is not valid JSON.',
    cure: 'Send one JSON object, UTF-8, with Content-Type application/json.',
  },
  BadArgument: {
    status: 400,
    message: 'A field is missing or has the wrong type.',
    cure: 'Compare the request with the documented shape; the message names the field, never its value.',
  },
  TooDeep: {
    status: 400,
    message: 'The JSON is nested too deeply.',
    cure: 'Nest at most 64 levels.',
  },
  TooLarge: {
    status: 413,
    message: 'The body is too large.',
    cure: 'Send at most 256 kB.',
  },
  BadRequest: {
    status: 400,
    message: 'This is no HTTP request that can be understood.',
    cure: 'Speak HTTP/1.1, without Expect headers other than 100-continue; behind a proxy, look at how it passes requests on.',
  },
  HeadersTooLarge: {
    status: 431,
    message: 'The headers are too large.',
    cure: 'Send at most 16 kB of headers. In a browser, delete the cookies of this site.',
  },
  Unauthorized: {
    status: 401,
    message: 'Sign in first.',
    cure: 'Send the credential that the address asks for: a bearer token, or the session cookie of the console.',
  },
  WrongCredentials: {
    status: 401,
    message: 'User name and password do not go together.',
    cure: 'Type both again. The password of admin is the one of STAFF_ADMIN_PASSWORD, or the one printed at the first start.',
  },
  SignatureWrong: {
    status: 401,
    message: 'The signature does not belong to these bytes.',
    cure: 'Only Meta writes here, signed with the secret of the app. Where its own webhooks are refused, FACEBOOK_APP_SECRET is not the secret of the app that is subscribed, or a proxy changes bodies.',
  },
  VerifyTokenWrong: {
    status: 403,
    message: 'The verify token is not the one that was set.',
    cure: 'Type the value of FACEBOOK_VERIFY_TOKEN into the field "Verify token" at Meta.',
  },
  Forbidden: {
    status: 403,
    message: 'This credential does not open this.',
    cure: 'Use a token of this conversation, or the secret from the bank’s own server.',
  },
  TokenExpired: {
    status: 403,
    message: 'The token has expired.',
    cure: 'Get a new token; a token can be refreshed only while it is valid.',
  },
  RightMissing: {
    status: 403,
    message: 'Your role does not allow this.',
    cure: 'docs/console-api.md says which role may do what; an administrator can change yours.',
  },
  PasswordChangeNeeded: {
    status: 403,
    message: 'Choose a password of your own first.',
    cure: 'The password was set by somebody else: POST /staff/api/session/password with a new one.',
  },
  WrongOrigin: {
    status: 403,
    message: 'This page may not do that.',
    cure: 'Call from the service’s own address, or add the site to DIRECT_LINE_ALLOWED_ORIGINS.',
  },
  NotFound: {
    status: 404,
    message: 'There is nothing at this address.',
    cure: 'Check the address and the method.',
  },
  ConversationNotFound: {
    status: 404,
    message: 'There is no such conversation.',
    cure: 'It never existed or it was erased: start a new one.',
  },
  CaseNotFound: {
    status: 404,
    message: 'There is no such case.',
    cure: 'Reload the list: the case may have been erased.',
  },
  MethodNotAllowed: {
    status: 405,
    message: 'This address does not take that method.',
    cure: 'Use the documented method.',
  },
  MessageTooLong: {
    status: 413,
    message: 'The message is too long.',
    cure: 'A message has at most 4,000 characters: send it in parts.',
  },
  UploadRefused: {
    // Not 403: published clients take any 403 for an expired token and end the conversation.
    status: 409,
    message: 'Files are not taken here.',
    cure: 'Send text. Files are refused until a member of staff asks for one, so that no photos of cards and IDs end up in a chat.',
  },
  FileTooLarge: {
    status: 413,
    message: 'The file is too large.',
    cure: 'A file has at most 10 MB, and all files of one message 20 MB together.',
  },
  FileTypeRefused: {
    status: 415,
    message: 'This kind of file is not taken.',
    cure: 'Send a JPEG, a PNG or a PDF. The content decides, not the name.',
  },
  FileGone: {
    status: 404,
    message: 'There is no such file.',
    cure: 'Files are taken away after 24 hours unless a member of staff keeps them, and with the conversation they belong to.',
  },
  CaseOpen: {
    status: 409,
    message: 'A case of this conversation is still open.',
    cure: 'The conversation can be deleted once the case is resolved.',
  },
  WrongMediaType: {
    status: 415,
    message: 'This address takes JSON.',
    cure: 'Send Content-Type application/json.',
  },
  CaseNotYours: {
    status: 409,
    message: 'A colleague has this case.',
    cure: 'Ask the colleague, or let them give it back first.',
  },
  CaseClosed: {
    status: 409,
    message: 'This case is already resolved.',
    cure: 'The customer’s next request makes a new case.',
  },
  CaseNotResolved: {
    status: 409,
    message: 'This case is open.',
    cure: 'Only a resolved case can be opened again.',
  },
  OtherCaseOpen: {
    status: 409,
    message: 'Another case of this customer is being talked about.',
    cure: 'A chat has one case at a time: go on in that one, or resolve it first.',
  },
  PersonCannotTake: {
    status: 409,
    message: 'This person cannot take cases.',
    cure: 'Choose somebody who works on cases and whose account is not disabled.',
  },
  WeakPassword: {
    status: 400,
    message: 'This password is too easy to guess.',
    cure: 'At least 12 characters, five different ones, and not the user name.',
  },
  NotYourself: {
    status: 409,
    message: 'Nobody takes their own rights away.',
    cure: 'Ask another administrator.',
  },
  NoticeNotFound: {
    status: 404,
    message: 'There is no such notice.',
    cure: 'Reload the list: it may be over.',
  },
  AccountNotFound: {
    status: 404,
    message: 'There is no such account.',
    cure: 'Reload the list of accounts.',
  },
  UserExists: {
    status: 409,
    message: 'This user name is taken.',
    cure: 'Choose another; names of disabled accounts stay taken, so that the trail remains clear.',
  },
  ReplyBlocked: {
    status: 422,
    message: 'This reply may not be sent.',
    cure: 'The findings say why. Account data, confirming somebody as a customer and taking orders need the bank’s own sign-in.',
  },
  AlreadySent: {
    status: 409,
    message: 'This reply has left already.',
    cure: 'It can be taken back for a few seconds only.',
  },
  NothingToSend: {
    status: 409,
    message: 'There is nothing to send again.',
    cure: 'Only a reply whose delivery failed can be sent again.',
  },
  ServiceUrlNotAllowed: {
    status: 403,
    message: 'The serviceUrl may not be called.',
    cure: 'Without an app id replies go to loopback addresses only; set MicrosoftAppId for Azure, or use deliveryMode expectReplies.',
  },
  NotImplemented: {
    status: 501,
    message: 'This kind of activity is not taken here.',
    cure: 'The service takes message, event and conversationUpdate; invoke activities are not used.',
  },
  TurnTimeout: {
    status: 504,
    message: 'The answer is not ready yet.',
    cure: 'The message is kept and will be answered: send the same activity with the same id again to get the answer.',
  },
  TooManyRequests: {
    status: 429,
    message: 'Too many requests.',
    cure: 'Wait as long as Retry-After says.',
  },
  Internal: {
    status: 500,
    message: 'Something went wrong here.',
    cure: 'The log names the place under the request’s id; nothing that was acknowledged is lost.',
  },
  MigrationDiffers: {
    status: 500,
    message: 'A conversation in the database is not the one in the data folder.',
    cure: 'The database was used, or the data folder went on, after an earlier run: copy into an empty database.',
  },
  StorageUnavailable: {
    status: 503,
    message: 'Nothing can be stored right now.',
    cure: 'The disk is full or read-only. Make room or mend the rights; the service goes on by itself. Nothing was acknowledged.',
  },
  Stopping: {
    status: 503,
    message: 'The service is stopping.',
    cure: 'Send it again in a moment.',
  },
  DataFolderInUse: {
    status: 503,
    message: 'Another process owns the data folder.',
    cure: 'Stop the other process, or give this one a DATA_DIR of its own.',
  },
  DataDamaged: {
    status: 503,
    message: 'A file in the data folder is damaged.',
    cure: 'The message names the file. Restore it from the backup; see docs/operations.md.',
  },
  FenceLost: {
    status: 503,
    message: 'The work was taken over by another worker.',
    cure: 'Nothing to do: the other worker finishes it.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorRegister;
