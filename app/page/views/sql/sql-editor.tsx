import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { sql } from "@codemirror/lang-sql";
import { bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { useEffect, useRef } from "preact/hooks";
import { completeWords, duckDb, namespaceOf, type SqlCatalog } from "./completion.ts";
import { editorTheme, highlighting } from "./editor-look.ts";
import type { ErrorPlace } from "./error-place.ts";

/** Writes into the editor from outside. It keeps its own text, as typing is faster than drawing. */
export interface Pen {
  insert(text: string): void;
  replace(text: string): void;
}

interface Editing {
  /** What is there in the beginning. */
  readonly initial: string;
  readonly onText: (text: string) => void;
  readonly onRun: (text: string) => void;
  /** Undefined until it is there: nothing is completed but keywords. */
  readonly catalog: SqlCatalog | undefined;
  readonly pen: { current: Pen | undefined };
  readonly fault: (ErrorPlace & { readonly message: string }) | undefined;
}

/** Where a statement is written. */
export function SqlEditor(editing: Editing) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const language = useRef(new Compartment());
  // what the editor calls is that of the last drawing
  const last = useRef(editing);
  last.current = editing;
  const { catalog, fault } = editing;
  useEffect(() => {
    const editor = openEditor(place.current!, language.current, last);
    view.current = editor;
    last.current.pen.current = {
      insert(text) {
        editor.dispatch(editor.state.replaceSelection(text));
        editor.focus();
      },
      replace: (text) => editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } }),
    };
    return () => editor.destroy();
  }, []);
  useEffect(() => {
    view.current?.dispatch({ effects: language.current.reconfigure(languageOf(catalog)) });
  }, [catalog]);
  useEffect(() => {
    const editor = view.current!;
    const marks = fault === undefined ? [] : [{ ...fault, to: Math.min(fault.to, editor.state.doc.length) }];
    const diagnostics = marks.map((mark) => ({ ...mark, severity: "error" as const }));
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
    if (marks[0] !== undefined) editor.dispatch({ selection: { anchor: marks[0].from }, scrollIntoView: true });
  }, [fault]);
  return <div ref={place} class="sql-editor" />;
}

function openEditor(parent: HTMLElement, language: Compartment, last: { readonly current: Editing }): EditorView {
  const { initial, catalog } = last.current;
  const run = ({ state: { doc } }: EditorView) => {
    last.current.onRun(doc.toString());
    return true;
  };
  const state = EditorState.create({
    doc: initial,
    extensions: [
      Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
      keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
      [lineNumbers(), history(), drawSelection(), highlightActiveLine(), bracketMatching(), closeBrackets()],
      autocompletion({ icons: false }),
      syntaxHighlighting(highlighting),
      editorTheme,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": "SQL", spellcheck: "false" }),
      placeholder("SELECT …"),
      language.of(languageOf(catalog)),
      EditorView.updateListener.of(
        ({ docChanged, state: { doc } }) => docChanged && last.current.onText(doc.toString()),
      ),
    ],
  });
  return new EditorView({ state, parent });
}

function languageOf(catalog: SqlCatalog | undefined) {
  if (catalog === undefined) return sql({ dialect: duckDb, upperCaseKeywords: true });
  return [
    sql({ dialect: duckDb, upperCaseKeywords: true, schema: namespaceOf(catalog) }),
    duckDb.language.data.of({ autocomplete: completeWords(catalog) }),
  ];
}
