/** A way of writing that a reader has to read twice. */
export interface WordPattern {
  readonly name: string;
  /** A space stands for any white space, line breaks included. */
  readonly pattern: string;
  /** The advice that goes with a match. */
  readonly instead: string;
  /** Questions may use it. */
  readonly allowedInQuestions?: true;
  /** Upper and lower case differ. */
  readonly matchesCase?: true;
}

/** The beginning of a sentence, a list item, a table cell, a comment or a string. */
const SENTENCE_START = String.raw`(?<=(?:^|[.:;!?]|¶|[|"'(\`]|—)[\s"')*_-]*)`;

/** The worst patterns of the prose, which `pnpm check` refuses in every text that a person reads. */
export const wordPatterns: readonly WordPattern[] = [
  {
    name: 'clause as a subject',
    pattern: `${SENTENCE_START}(?:What|Whatever|Whichever|Who|Whoever|All that|That which)\\b`,
    instead: 'Name the thing: "Agents hold …", not "What agents hold …".',
    allowedInQuestions: true,
    matchesCase: true,
  },
  {
    name: 'what is …',
    pattern: String.raw`\bwhat (?:is|was|are|were|has|had|may|can|must|should|nothing|came|comes)\b`,
    instead: 'Name the thing: "the limits", not "what is limited".',
    allowedInQuestions: true,
  },
  {
    name: 'unnamed person',
    pattern: String.raw`\b(?:nobody(?!:)|no one|somebody|anybody|whoever|whomever|whom|those who|he who)\b`,
    instead: 'Name the role: approver, caller, operator, "no approver".',
  },
  {
    name: 'whatever',
    pattern: String.raw`\bwhatever\b`,
    instead: 'Write "with any …", "on any …", or name the thing without an effect.',
  },
  { name: 'of it', pattern: String.raw`\bof it\b`, instead: 'Name the thing again, or write "its …".' },
  {
    name: 'one that',
    pattern: String.raw`\b(?:the )?ones? (?:that|who|which|of which|from which)\b`,
    instead: 'Name the thing: "a log that …", not "one that …".',
  },
  {
    name: 'stands in, lies in',
    pattern: String.raw`\b(?:stands?|lies?) (?:in|at|on|under|beside|above|outside|within|there)\b`,
    instead: 'Write "is in", "is outside".',
  },
  {
    name: 'counts no more',
    pattern: String.raw`\bno more\b(?! than| \w+s\b)|\bcounts? for nothing\b`,
    instead: 'Write "no longer", "is ignored", "is void".',
  },
  {
    name: 'anew',
    pattern: String.raw`\b(?:anew|upon|whence|wherein|hereby|thereof)\b`,
    instead: 'Write "again", "on".',
  },
  {
    name: 'is over',
    pattern: String.raw`\b(?:is|are|was) over\b(?! \d)`,
    instead: 'Write "has expired", "has ended".',
  },
  {
    name: 'comes of',
    pattern: String.raw`\b(?:comes?|came) of\b`,
    instead: 'Write "results from", "is delegated from".',
  },
  {
    name: 'word of the glossary',
    pattern: String.raw`\b(?:restraints?|harmless|rehears\w+|scrub\w*|settles?|settled|hands? out|handed out|hands? on|handed on)\b`,
    instead: 'Use the term: limits, has no effect, dry run, mask or redact, wait for effect, issue, delegate.',
  },
  {
    name: 'British spelling',
    pattern: String.raw`\b(?:catalogues?|(?:behavi|col|fav|hon|neighb)our\w*|misspelt|artefacts?|licences?|centres?|whilst|(?:author|summar|recogn|organ|initial|serial|normal|optim|minim|synchron|general|canonical)is(?:e[ds]?|ing|ation))\b`,
    instead: 'Use American spelling: catalog, behavior, color, misspelled, summarize.',
  },
  {
    name: 'translated phrase',
    pattern: String.raw`\b(?:in clear(?! (?:words|terms))|exclude one another|outside of|for people|goes on with)\b`,
    instead: 'Write "in plain text", "cannot be combined", "outside", "human-readable", "continues with".',
  },
];

/** The longest sentence of a page, in words. */
export const MAX_SENTENCE_WORDS = 30;
