using Signalbox.Dashboard.Cli;

// A verb, or serve.
return await SignalboxCommand.RunAsync(args);
