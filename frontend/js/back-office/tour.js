// The guided visit on the first page of the back office.
import { startTours } from "../core/tour.js";

startTours(document);
