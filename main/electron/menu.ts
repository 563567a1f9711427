// The application menu: what every desktop program has, and nothing that a page could misuse.
import { Menu, type MenuItemConstructorOptions, app, shell } from "electron";

/** Sets the menu; `dataFolder` is opened by Help, developer tools exist in unpackaged builds only. */
export function setMenu(dataFolder: string): void {
  const mac: MenuItemConstructorOptions[] = process.platform === "darwin" ? [{ role: "appMenu" }] : [];
  const tools: MenuItemConstructorOptions[] = app.isPackaged ? [] : [{ role: "toggleDevTools" }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...mac,
      { label: "File", submenu: [process.platform === "darwin" ? { role: "close" } : { role: "quit" }] },
      { role: "editMenu" },
      {
        label: "View",
        submenu: [
          { role: "resetZoom" },
          { role: "zoomIn" },
          { role: "zoomOut" },
          { type: "separator" },
          { role: "togglefullscreen" },
          { type: "separator" },
          { role: "reload" },
          ...tools,
        ],
      },
      { role: "windowMenu" },
      { role: "help", submenu: [{ label: "Show Data Folder", click: () => void shell.openPath(dataFolder) }] },
    ]),
  );
}
