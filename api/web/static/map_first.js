/* Asks for the first picture while the rest of the page still loads. */

import { ask } from "./site.js";
import { read, request } from "./map_history.js";

const params = request(read(location.search).state);

/** What was asked for, and the answer to come; a failure is told by whoever waits for it. */
export const first = { params, picture: ask("/v1/pictures", { params }) };
first.picture.catch(() => {});
