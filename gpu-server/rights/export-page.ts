// The first page of an export: what the farm holds, in plain language, with links to what lies beside it. A page without scripts
// that asks nobody for anything.
import type { ExportedFile, Profile } from "./export-data.ts";

/** A document that was written. */
export interface WrittenDocument {
  name: string;
  words: string;
  rows: number;
}

export interface PageFacts {
  profile: Profile;
  /** RFC 3339, UTC. */
  madeAt: string;
  documents: WrittenDocument[];
  files: (ExportedFile & { path: string })[];
}

const escape = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
const day = (time: string) => time.slice(0, 10);

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(0)} kB`;
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}

const link = (path: string) => `<a href="${escape(encodeURI(path))}">${escape(path)}</a>`;

/** The page, piece by piece. */
export function* exportPage({ profile, madeAt, documents, files }: PageFacts): Generator<string> {
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Your OurVidz account</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c1c1c; background: #fff; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616; } a { color: #9ec5ff; } }
</style>
</head>
<body>
<h1>Your OurVidz account</h1>
<p>This is everything that the farm holds of the account of <strong>${escape(profile.name)}</strong> (${escape(profile.email)}), opened on
${day(profile.createdAt)}. It was put together on ${day(madeAt)}.</p>
<p>What you made in your studio (films, characters, takes) lies on your own computer and is not here.</p>
<h2>What is in this folder</h2>
<p>The documents are JSON: any editor shows them, and other programs can read them.</p>
<table>
<thead><tr><th>Document</th><th>What it is</th><th>Entries</th></tr></thead>
<tbody>
`;
  for (const { name, words, rows } of documents) yield `<tr><td>${link(name)}</td><td>${escape(words)}</td><td>${rows}</td></tr>\n`;
  yield `</tbody>
</table>
<h2>Your files</h2>
`;
  if (files.length === 0) yield "<p>The farm has no files of yours at the moment.</p>\n";
  else {
    yield `<p>The farm keeps files of jobs for 30 days, and what you brought until a day after its last job. These ${files.length} it still has:</p>
<table>
<thead><tr><th>File</th><th>Size</th><th>Kept until</th></tr></thead>
<tbody>
`;
    for (const file of files)
      yield `<tr><td>${link(file.path)}</td><td>${size(file.bytes)}</td><td>${file.expiresAt === null ? "a day after its last job" : day(file.expiresAt)}</td></tr>\n`;
    yield "</tbody>\n</table>\n";
  }
  yield `<h2>What is not here, and why</h2>
<ul>
<li>Your password, recovery codes and API keys: the farm has them only in a form that cannot be turned back.</li>
<li>What you asked for in jobs that ended more than a day ago, chat texts and previews: they are deleted after 24 hours.</li>
<li>Files older than 30 days: they are deleted then.</li>
</ul>
</body>
</html>
`;
}
