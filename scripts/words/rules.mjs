// Names the phrases that docs/STYLE.md replaces: each with a pattern, what to write instead, and where it applies.

// A sentence starts at the start of a text, after punctuation, in a new paragraph, or after a mark that read-prose.mjs sets.
const START = String.raw`(?<=(?:^|[.;:!?¶][)"*_]*[ \n]+|¶|\n[ \t]*\n[ \t]*)[ \n]*[*_]*)`
// The rest of a sentence that is a question.
const QUESTION = String.raw`[^.?!¶|]*\?`
const PLACES = [
  'case|column|directory|environment|field|file|folder|host|line|page|place|point|position|row|section|spot|table',
  'changes?|chooses?|controls?|decides?|describes?|determines?|explains?|finds?|found|from|knows?|known|learns?|matters?|names?|of|on|records?|remembers?|reports?',
  'says?|sees?|shows?|states?|to|wonders?|is|this is|or|and',
]
  .map((words) => words.replaceAll('|', 's?|'))
  .join('|')
const PARTICIPLES =
  'been|bound|built|cut|done|found|given|held|kept|known|left|lost|made|met|put|read|reached|run|seen|sent|set|shown|split|stolen|taken|told|trusted|understood|undone|used|written'

const FUNCTION_WORDS =
  'and|are|as|at|but|by|can|for|from|has|have|if|in|is|may|must|of|on|or|than|that|to|was|were|when|where|which|with'

/**
 * The rules. `in` limits a rule to some kinds of prose: heading, markdown, comment, message and title. With `lower`, the lower
 * case of a phrase is always its replacement.
 */
export const RULES = [
  {
    name: 'where',
    pattern: `(?=where)(?<!(?:\\b(?:${PLACES}),?|\\|)[ \\n]+)\\bwhere\\b(?![ \\n]+(?:possible|to)\\b)(?!${QUESTION})`,
    instead: '"if", "when" or "in which"; keep "where" for places',
  },
  {
    name: 'stands',
    pattern: String.raw`\bstands?\b(?!-|[ \n]+(?:for|in[ \n]+for)\b)`,
    instead: '"is", "appears" or "comes"',
  },
  {
    name: 'alone',
    pattern: String.raw`(?=alone)(?<!\b(?:leaves?|leaving|left|let)\b[^.;:]{0,40}[ \n]+)(?<!-)\balone\b`,
    instead: '"only", before the word that it limits',
  },
  {
    name: 'tell',
    pattern: String.raw`\btold\b|\btells?\b(?![ \n]+(?:you\b|[^.;:]{0,30}\bapart\b))`,
    instead: '"reports", "returns", "shows", "is notified" or "distinguishes"',
  },
  {
    name: 'of its own',
    pattern: String.raw`\bof[ \n]+(?:its|their|your|our|one's|his|her)[ \n]+own\b(?![ \n]+(?!(?:${FUNCTION_WORDS})\b)[a-z¤])`,
    instead: '"its own X", "a separate X" or "a custom X"',
  },
  {
    name: 'whoever',
    pattern: String.raw`\b(?:whoever|whomever)\b`,
    instead: '"anyone who", or the person: "a client", "an attacker"',
  },
  {
    name: 'who as a subject',
    pattern: `(?=who)${START}who\\b(?!${QUESTION})`,
    instead: 'the person: "a client that …", "an attacker who …"',
  },
  {
    name: 'those who',
    pattern: String.raw`\b(?:those|he|one) who\b`,
    instead: '"people who", or the person: "users", "contributors"',
  },
  { name: 'anew', pattern: String.raw`\b(?:anew|afresh)\b`, instead: '"again" or "a new …"' },
  {
    name: 'is none',
    pattern: String.raw`(?<!\bthere )\b(?:is|are|was|were)[ \n]+(?:none\b|no\b(?![ \n]+(?:longer|more|less|different|better|need)\b))`,
    instead: '"is not a …", "does not have", "there is no …" or "no … is"',
  },
  {
    name: 'answer',
    pattern: String.raw`\banswer(?:s|ed|ing)?\b(?![ \n]+(?:(?:a|an|the|this|that|these|those|your|more|all|to)[ \n]+)?(?:\w+[ \n]+)?questions?\b)`,
    instead: '"response", "responds with", "returns", or "decision" for one of a person',
  },
  {
    name: 'holds',
    pattern: String.raw`(?<!\bon )\bholds?\b(?![ \n]+(?:(?:a|the|its|this)[ \n]+)?(?:\w+[ \n]+)?(?:locks?|connections?)\b)`,
    instead: '"contains", "has", "stores", "keeps" or "is true"',
  },
  {
    name: 'beside',
    pattern: String.raw`\b(?:beside|beneath)\b`,
    instead: '"next to", "with", "in addition to", "below" or "in"',
  },
  { name: 'shall', pattern: String.raw`\bshall\b`, instead: '"must" or "should"' },
  {
    name: 'at the most',
    pattern: String.raw`\bat the (?:most|least)\b`,
    instead: '"at most" or "at least"',
  },
  {
    name: 'what as a subject',
    pattern: `(?=what)${START}what\\b(?!['’]s)(?!${QUESTION})`,
    instead: 'the thing itself: "the value that …", "parameters that …"',
  },
  {
    name: 'riddle as a heading',
    pattern: String.raw`^(?:what|who|where|for those|call one)\b(?!.*\?$)`,
    in: ['heading'],
    instead: 'a noun or an instruction: "Errors", "Contributing", "Verify a request"',
  },
  {
    name: 'a text',
    pattern: String.raw`\ba[ \n]+text\b(?![ \n]+(?:area|box|column|editor|field|file|format|input|message|node|version)\b)|\btexts\b`,
    instead: '"a string", "a message" or "content"',
  },
  { name: 'whole number', pattern: String.raw`\bwhole[ \n]+numbers?\b`, instead: '"integer"' },
  {
    name: 'by GET',
    pattern: String.raw`\bby[ \n]+(?:a[ \n]+)?(?:DELETE|GET|HEAD|PATCH|POST|PUT)\b`,
    instead: '"with GET" or "in a GET request"',
  },
  {
    name: 'cannot be',
    pattern: `\\bcannot[ \\n]+be[ \\n]+(?!(?:\\w+ly[ \\n]+)?(?:\\w+ed|${PARTICIPLES})\\b)`,
    in: ['message'],
    instead: '"must be …", "must not be …" or "is invalid"',
  },
  {
    name: 'ends with a status',
    pattern: String.raw`\bend(?:s|ed)?[ \n]+with[ \n]+(?:[0-9]+\b|a[ \n]+status|status)`,
    instead: '"exits with status 1"',
  },
  {
    name: 'capital',
    pattern: String.raw`(?=[A-Z])(?<=[a-z,’'][ \n]+)(?:Consumers?|Users?|(?:Service )?Providers?|Access Tokens?|Request Tokens?)\b(?![-@/]|[.]\w)`,
    in: ['heading', 'markdown', 'comment', 'message', 'title'],
    instead: 'lower case in running text: "consumer", "user", "provider", "access token"',
    lower: true,
  },
  {
    name: 'lead-in without a subject',
    pattern: `(?=[a-z]+[a-z \\n]*:)${START}(?:say|said|write|call|put|twice|else|otherwise|so|thus|here|there)(?:[ \\n]+(?:it|so|this|one))?:`,
    instead: 'a full sentence: "Set the option:"',
  },
  {
    name: 'lets through',
    pattern: String.raw`\blet(?:s|ting)?[ \n]+(?:\w+[ \n]+)?through\b`,
    instead: '"accepts", "allows" or "passes on"',
  },
  {
    name: 'title without a subject',
    pattern: String.raw`^(?:(?:is|are|was|were)[ \n]+(?:no|none|not so|so|one|neither|those|these|that)\b|(?:is|are|does|has|can|must)\b[^ ]*(?: [^ ]+)?$)`,
    in: ['title'],
    instead: 'a verb that says what the code does: "rejects a token without a secret"',
  },
].map((rule) => ({ ...rule, pattern: new RegExp(rule.pattern, rule.lower ? 'g' : 'gi') }))
