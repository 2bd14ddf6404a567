import { startBlazor } from "./connection";
import { startSkipLink } from "./skip";
import { startTheme } from "./theme";
import { startTimes } from "./times";

startTheme();
startSkipLink();
startTimes();
startBlazor();
