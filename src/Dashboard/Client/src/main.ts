import { startBlazor } from "./connection";
import { startTheme } from "./theme";
import { startTimes } from "./times";

startTheme();
startTimes();
startBlazor();
