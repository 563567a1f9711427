// Opens the link to the core, then the window over it.
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { Notice } from "./notice.tsx";
import { strings } from "./strings.ts";
import { createStudio, StudioProvider } from "./studio.tsx";
import { openLink } from "../lib/link.ts";
import "./styles.css";

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
