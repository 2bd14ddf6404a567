using Signalbox.Engine.Processes;
using Signalbox.Supervisor;

// signalbox-supervisor PROCESS_FOLDER: runs one agent process and reaps its tree (design/engine.md).
return args is [var folder] ? Supervision.Run(new ProcessFolder(folder)) : 64;
