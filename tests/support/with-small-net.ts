/** Adds the small net to the learners of a program: `node --import FILE`. */
import { addSmallNet } from "./small-net-learner.ts";

addSmallNet();
