// Deliberate faults in the ledger's SQL functions. Each must be caught by the tests of the ledger, most of them by its property test; one that is not
// shows what the tests do not look at.

/** One fault: in the body of `function` the text `from` becomes `to`. */
export interface Mutant {
  name: string;
  function: string;
  from: string;
  to: string;
}

export const mutants: readonly Mutant[] = [
  { name: "more is sold than there is", function: "submit", from: " and posted - held >= v_total", to: "" },
  { name: "another body under the same key passes", function: "submit", from: "v_known.request_hash <> p_hash", to: "false" },
  { name: "a film's limit does not bind", function: "submit", from: " and held + captured + v_total <= credit_limit", to: "" },
  { name: "an old lease still writes", function: "lock_lease", from: " and lease_epoch = p_epoch", to: "" },
  { name: "a claim does not raise the epoch", function: "claim", from: "lease_epoch = p_epoch + 1", to: "lease_epoch = p_epoch" },
  { name: "a waiting job is given to a node", function: "claim", from: " or j.waiting", to: "" },
  {
    name: "the whole hold is captured, whatever arrived",
    function: "close_hold",
    from: "h.ladder[least(p_delivered + 1, array_length(h.ladder, 1))]",
    to: "h.amount",
  },
  {
    name: "what was not captured stays held",
    function: "close_hold",
    from: "update balance set held = held - v_back",
    to: "update balance set held = held",
  },
  { name: "a film's limit keeps what was given back", function: "close_hold", from: "held = held - h.amount", to: "held = held" },
  { name: "credits that expired while held are lost", function: "close_hold", from: "perform add_lot(", to: "perform jsonb_build_array(" },
  { name: "a lot is spent twice", function: "close_hold", from: "spent = spent + v_spent", to: "spent = spent" },
  { name: "a hold closes twice as large", function: "open_hold", from: "held = held + v_part", to: "held = held + v_part + 1" },
  {
    name: "expired credits are sold",
    function: "expire_lots",
    from: "expires_at <= farm_now()",
    to: "expires_at <= farm_now() - interval '1 year'",
  },
  { name: "the two books do not agree", function: "post", from: ", -p_amount)", to: ", p_amount)" },
  { name: "a grant counts twice", function: "add_lot", from: "posted = posted + p_amount", to: "posted = posted + 2 * p_amount" },
  { name: "events have a gap", function: "add_event", from: "last_seq = last_seq + 1", to: "last_seq = last_seq + 2" },
  { name: "a held output is charged", function: "end_job", from: "when v_state = 'blocked' then 0", to: "when v_state = 'none' then 0" },
  {
    name: "an ended job stays in the queue",
    function: "end_job",
    from: "delete from ready where ",
    to: "delete from ready where false and ",
  },
  { name: "what follows a failed job runs", function: "follow", from: "if v_state = 'succeeded' then", to: "if true then" },
  {
    name: "what follows a job waits for ever",
    function: "follow",
    from: "and after_job = p_job and waiting",
    to: "and after_job = p_job and false",
  },
  { name: "more is given back than was charged", function: "refund_job", from: " or v_amount > v_left", to: "" },
  { name: "a failed job is tried again at once", function: "claim", from: " or j.not_before > farm_now()", to: "" },
  {
    name: "one released text frees all texts",
    function: "was_released",
    from: "d.text_hash = decode(p_spec #>> '{blocked,textHash}', 'hex')",
    to: "true",
  },
  {
    name: "a text that was handed on and blocked ends as a failure",
    function: "block_lease",
    from: "'blocked', null",
    to: "'failed', null",
  },
  { name: "a refund does not reach the film's limit", function: "refund_job", from: "b.captured - v_amount", to: "b.captured" },
];
