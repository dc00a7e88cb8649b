export { profile } from "./notebook.ts";
