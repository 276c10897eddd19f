/* Asks for the first picture while the rest of the page still loads. */

import { ask } from "./site.js";
import { read, request } from "./map_history.js";

/** What the server wrote into the page as the picture of this address; it knows none of a state that the window holds. */
const written = document.querySelector("link[rel=preload][as=fetch]")?.href;

/** The answer to come; a failure is told by whoever waits for it. */
export const first = written ? ask(written) : ask("/v1/pictures", { params: request(read(location.search).state) });
first.catch(() => {});
