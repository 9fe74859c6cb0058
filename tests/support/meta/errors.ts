/** A refusal in the form of the Graph API. */
export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly subcode?: number;
  readonly message: string;
  readonly transient?: boolean;
}

const refusal = (status: number, code: number, message: string, subcode?: number): Refusal => ({
  status,
  code,
  message,
  ...(subcode !== undefined && { subcode }),
});

/** The refusals that Meta documents, as far as the stand-in gives them. */
export const refusals = {
  noToken: refusal(401, 190, 'Invalid OAuth access token.'),
  deadToken: refusal(401, 190, 'Error validating access token: the session has been invalidated.', 460),
  noProof: refusal(400, 100, 'API calls from the server require an appsecret_proof argument'),
  wrongProof: refusal(400, 100, 'Invalid appsecret_proof provided in the API argument'),
  tokenInAddress: refusal(400, 100, 'The stand-in takes no token in the address.'),
  unknown: refusal(400, 100, 'Unsupported request', 33),
  parameter: refusal(400, 100, 'Invalid parameter'),
  noUser: refusal(400, 100, 'No matching user found', 2018001),
  action: refusal(400, 100, 'A sender action stands alone', 2018014),
  tag: refusal(400, 100, 'The tag is not allowed', 2018276),
  window: refusal(400, 10, 'This message is sent outside of allowed window.', 2018278),
  blocked: refusal(400, 551, "This person isn't available right now.", 1545041),
  otherApp: refusal(400, 10, 'Another app is controlling this thread.', 2018300),
  restricted: refusal(400, 10, 'The page is restricted.', 1893063),
  busy: refusal(400, 613, 'Calls to this api have exceeded the rate limit.'),
  hiccup: { ...refusal(500, 2, 'An unexpected error has occurred. Please retry your request later.'), transient: true },
  answered: refusal(400, 10900, 'Activity already replied to'),
  unanswerable: refusal(400, 10903, 'This user cannot reply to this activity'),
  gone: refusal(400, 100, 'The object does not exist', 33),
} as const satisfies Record<string, Refusal>;
