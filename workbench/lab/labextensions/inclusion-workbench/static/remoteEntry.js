// What JupyterLab loads: a module-federation container, written by hand so that neither node nor webpack is needed.
// It opens pages of the server in panels and does what they ask: open a file, a folder or another page. All else is theirs.
(function () {
  let shared;

  const load = async (name) => {
    const versions = shared[name];
    return (await versions[Object.keys(versions)[0]].get())();
  };

  const activate = (app, { Widget, PageConfig, CommandToolbarButton, category }, launcher, palette) => {
    const base = PageConfig.getBaseUrl();
    const start = new URL("workbench/", base).href;
    const panels = new Map();

    class PagePanel extends Widget {
      constructor(address, title) {
        super();
        this.frame = document.createElement("iframe");
        this.frame.src = address;
        this.frame.title = title;
        this.frame.style.cssText = "width: 100%; height: 100%; border: 0; background: #fff";
        this.node.append(this.frame);
        this.title.label = title;
        this.title.closable = true;
      }
      onActivateRequest() {
        this.frame.focus();
      }
      onCloseRequest() {
        panels.delete(this.frame.src);
        this.dispose();
      }
    }

    const open = (address, title) => {
      if (!address.startsWith(start)) return;
      let panel = panels.get(address);
      if (!panel) {
        panel = new PagePanel(address, title);
        panel.id = `workbench:${address}`;
        panels.set(address, panel);
        app.shell.add(panel, "main");
      }
      app.shell.activateById(panel.id);
    };

    const asked = {
      page: ({ address, title }) => open(new URL(address, base).href, title),
      folder: ({ path }) => app.commands.execute("filebrowser:go-to-path", { path, dontShowBrowser: false }),
      file: ({ path }) => {
        const factory = path.endsWith(".md") ? "Markdown Preview" : undefined;
        return app.commands.execute("docmanager:open", { path, factory });
      },
    };
    window.addEventListener("message", (event) => {
      const ours = [...panels.values()].some((panel) => panel.frame.contentWindow === event.source);
      const request = event.data && event.data.workbench;
      if (ours && event.origin === window.location.origin && request && Object.hasOwn(asked, request.open)) {
        asked[request.open](request);
      }
    });

    const command = "workbench:start";
    app.commands.addCommand(command, {
      label: "Start page of the workbench",
      caption: "Run the example or a survey, and see recent runs",
      execute: () => open(start, "Workbench"),
    });
    // The open notebook's parameters as a form; a button of its toolbar does the same.
    const parameters = "workbench:parameters";
    const isOurs = (widget) => /^notebooks\/.+\.ipynb$/.test(widget?.context?.path ?? "");
    app.commands.addCommand(parameters, {
      label: "Choose parameters and run",
      caption: "Show the parameters of this notebook as a form, and run it with them",
      isEnabled: () => isOurs(app.shell.currentWidget),
      execute: () => {
        const { path } = app.shell.currentWidget.context;
        open(new URL(path.split("/").map(encodeURIComponent).join("/"), start).href, `Parameters: ${path.split("/").pop()}`);
      },
    });
    app.docRegistry.addWidgetExtension("Notebook", {
      createNew: (panel) => {
        if (!isOurs(panel)) return;
        const button = new CommandToolbarButton({ commands: app.commands, id: parameters, label: "Parameters" });
        panel.toolbar.insertItem(10, "parameters", button);
      },
    });
    if (palette) palette.addItem({ command: parameters, category });
    if (launcher) launcher.add({ command, category, rank: -1 });
    if (palette) palette.addItem({ command, category });
    app.restored.then(() => app.commands.execute(command));
  };

  const plugin = async () => {
    const [{ Widget }, { PageConfig }, { ILauncher }, { CommandToolbarButton, ICommandPalette }] = await Promise.all(
      ["@lumino/widgets", "@jupyterlab/coreutils", "@jupyterlab/launcher", "@jupyterlab/apputils"].map(load),
    );
    return {
      id: "inclusion-workbench:start",
      autoStart: true,
      optional: [ILauncher, ICommandPalette],
      activate: (app, launcher, palette) =>
        activate(app, { Widget, PageConfig, CommandToolbarButton, category: "Workbench" }, launcher, palette),
    };
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["inclusion-workbench"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const made = await plugin();
      return () => ({ default: made, __esModule: true });
    },
  };
})();
