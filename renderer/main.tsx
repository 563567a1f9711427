// The page's entry: the policy before any schema, the link to the core, then the window over it.
import "./lib/policy.ts";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { Notice } from "./app/notice.tsx";
import { strings } from "./app/strings.ts";
import { createStudio, StudioProvider } from "./app/studio.tsx";
import { openLink } from "./lib/link.ts";
import "./app/styles.css";

const link = openLink(window);
const root = createRoot(document.getElementById("root") as HTMLElement);
root.render(
  link === null ? (
    <Notice title={strings.errors.noToken} text={strings.errors.noTokenText} />
  ) : (
    <StudioProvider value={createStudio(link, window.localStorage)}>
      <App />
    </StudioProvider>
  ),
);
