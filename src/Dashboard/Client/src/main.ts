import { startBlazor } from "./connection";
import { startCopying } from "./copy";
import { startFileKeys } from "./files";
import { startSkipLink } from "./skip";
import { startTheme } from "./theme";
import { startTimes } from "./times";

startTheme();
startSkipLink();
startTimes();
startCopying();
startFileKeys();
startBlazor();
