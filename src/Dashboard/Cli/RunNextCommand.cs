namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run next RUN</c>: one decision of the engine.</summary>
internal sealed class RunNextCommand(CliContext context) : RunOrderCommand(context, "next", "Makes exactly one decision of a paused or queued run, then pauses it", works: true);
