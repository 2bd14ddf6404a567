using Signalbox.Dashboard.Api.Models;

namespace Signalbox.Dashboard.Cli;

/// <summary>Prints what came of applying a configuration.</summary>
internal static class ConfigOutput
{
    /// <summary>The version on standard output; what needs a restart, and warnings, beside it.</summary>
    public static async Task WriteAsync(CliContext context, ConfigAppliedModel applied)
    {
        foreach (var warning in applied.Warnings)
        {
            await context.Error.WriteLineAsync(CliPaths.Line(warning));
        }

        await context.Output.WriteLineAsync(CliText.Safe($"version {applied.Version.Version} {(applied.WasApplied ? "was in force already" : "is in force")}"));
        if (applied.RestartNeeded.Count > 0)
        {
            await context.Error.WriteLineAsync(CliText.Safe($"After a restart of the server: {string.Join(", ", applied.RestartNeeded)}"));
        }
    }

    /// <summary>A difference, line by line.</summary>
    public static async Task WriteDiffAsync(CliContext context, string diff)
    {
        foreach (var line in diff.Split('\n').SkipLast(diff.EndsWith('\n') ? 1 : 0))
        {
            await context.Output.WriteAsync(TerminalText.Plain(line) + "\n");
        }
    }
}
