// npm start: sets up what is missing, then starts the local farm and the studio.
// The same as npm run studio; it has a name of its own because it is the first thing that a person types.
import "./studio.mjs";
