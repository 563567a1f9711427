// The page's entry: the policy stands before any schema is made, wherever the build puts the schemas.
import "./lib/policy.ts";

void import("./app/start.tsx");
