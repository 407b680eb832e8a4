import { render } from "preact";
import "./styles/tokens.css";
import "./styles/base.css";
import { followLinks } from "./shell/address.ts";
import { Shell } from "./shell/shell.tsx";
import { viewAt } from "./shell/view-at.ts";

followLinks((path) => viewAt(path) !== undefined);
render(<Shell />, document.getElementById("page")!);
