namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run pause RUN</c>.</summary>
internal sealed class RunPauseCommand(CliContext context) : RunOrderCommand(context, "pause", "Lets nothing new begin; what is under way ends first", works: true);
