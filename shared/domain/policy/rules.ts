// The policy as data: every rule with its id, what it matches, in which ratings, and what a person is
// told. The floor rules hold in every rating and cannot be switched off.
import type { Rating } from "../job.ts";
import * as terms from "./terms.ts";

/** Grows with every change of rules or terms; kept with every decision. */
export const policyVersion = "2026-11-1";

export type TermGroup = "minor" | "sexual" | "explicit" | "nonConsent" | "realPerson" | "instruction" | "seriousHarm" | "selfHarm" | "gore";

export const termGroups: Record<TermGroup, readonly string[]> = {
  minor: terms.minor,
  sexual: terms.sexual,
  explicit: terms.explicit,
  nonConsent: terms.nonConsent,
  realPerson: terms.realPerson,
  instruction: terms.instruction,
  seriousHarm: terms.seriousHarm,
  selfHarm: terms.selfHarm,
  gore: terms.gore,
};

export interface PolicyRule {
  id: string;
  category: "floor" | "general" | "mature";
  ratings: readonly Rating[];
  /** All groups must occur in one passage; `minor` is also met by an age under 18 and by a young person in the cast. */
  match: readonly TermGroup[];
  message: string;
  /** A block of the floor can only be reported as a false positive to the rules' authors, never overridden. */
  appealable: boolean;
  /** Sentences that the rule must block and must let pass. */
  tests: { blocks: readonly string[]; passes: readonly string[] };
}

const everyRating = ["general", "mature"] as const;

export const rules: readonly PolicyRule[] = [
  {
    id: "floor.minor-sexual",
    category: "floor",
    ratings: everyRating,
    match: ["minor", "sexual"],
    message: "Nobody who is or may be under 18 is shown in a sexual way. Change the text, or take the young person out of this shot.",
    appealable: true,
    tests: {
      blocks: [
        "sexual content with a minor",
        "a sexualised picture of a child",
        "Nina, nine, in a sexual scene",
        "s e x u a l content with a 15-year-old",
        "sеxual image of a teenager",
        "contenu sexuel avec un enfant: image sexuelle",
      ],
      passes: [
        "Nina, nine, in a red jumper, sits on a crate and folds paper.",
        "The child climbs between the naked branches of the oak.",
        "Children run down to the beach and throw boats into the water.",
      ],
    },
  },
  {
    id: "floor.non-consent",
    category: "floor",
    ratings: everyRating,
    match: ["nonConsent"],
    message: "Sexual violence and non-consent are not made here. Change the text: what follows from it can be told without showing it.",
    appealable: true,
    tests: {
      blocks: ["a scene of sexual assault", "non-consensual content", "sexual violence", "sexuelle Gewalt"],
      passes: [
        "She takes the keys without asking.",
        "The grapes are pressed against the stone.",
        "He signs the consent form and hands it back.",
      ],
    },
  },
  {
    id: "floor.real-person",
    category: "floor",
    ratings: everyRating,
    match: ["realPerson", "sexual"],
    message: "Intimate pictures of a real person are not made without a verified consent record. Use an invented character.",
    appealable: true,
    tests: {
      blocks: ["sexual content with a real person", "a nude deepfake", "intimate imagery of my ex, nude"],
      passes: ["My neighbour waters the garden.", "A celebrity steps out of a car, cameras flash."],
    },
  },
  {
    id: "floor.serious-harm",
    category: "floor",
    ratings: everyRating,
    match: ["instruction", "seriousHarm"],
    message: "Instructions for weapons are not made here. The story can show that something exists without saying how it is made.",
    appealable: true,
    tests: {
      blocks: ["step-by-step instructions for explosives", "how to make a chemical weapon"],
      passes: ["A bomb has fallen in the night; the street is dust.", "How to make a paper boat."],
    },
  },
  {
    id: "floor.self-harm",
    category: "floor",
    ratings: everyRating,
    match: ["selfHarm"],
    message:
      "Instructions or encouragement for self-harm are not made here. If this is about you: a local crisis line is there day and night.",
    appealable: true,
    tests: { blocks: ["suicide instructions"], passes: ["She stands at the edge of the cliff and looks at the sea."] },
  },
  {
    id: "general.explicit",
    category: "general",
    ratings: ["general"],
    match: ["explicit"],
    message: "This film is for a general audience, and the text asks for explicit content. Change the text.",
    appealable: true,
    tests: {
      blocks: ["sexually explicit content", "pornographic scene", "p0rn", "n.u.d.i.t.y"],
      passes: ["They kiss in the rain.", "A naked bulb hangs from the ceiling.", "The sexton rings the bell in Essex."],
    },
  },
  {
    id: "general.gore",
    category: "general",
    ratings: ["general"],
    match: ["gore"],
    message: "This film is for a general audience, and the text asks for cruelty in detail. Change the text.",
    appealable: true,
    tests: { blocks: ["extreme gore"], passes: ["The knight falls, and the field is quiet."] },
  },
  {
    id: "mature.no-minors",
    category: "mature",
    ratings: ["mature"],
    match: ["minor"],
    message: "Mature work may not mention anyone under 18, in any context.",
    appealable: true,
    tests: { blocks: ["a child walks by", "aged 16", "school age: schoolchildren"], passes: ["Two adults of forty talk in a kitchen."] },
  },
];
