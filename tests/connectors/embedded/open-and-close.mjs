// Opens the log of a folder to read it and closes it, again and again. Arguments: folder, times.
import { openEmbeddedLog } from "../../../dist/connectors/embedded/embedded-log.js";

const [folder, times] = process.argv.slice(2);
for (let opened = 0; opened < Number(times); opened++) {
  const log = await openEmbeddedLog({ folder, isReadOnly: true });
  await log.extents("in");
  await log.close();
}
