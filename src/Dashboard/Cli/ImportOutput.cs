using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>Prints what an import made and what it could not take over.</summary>
internal static class ImportOutput
{
    /// <summary>Names on standard output; warnings and faults, with their lines, beside it.</summary>
    public static async Task<int> WriteAsync(CliContext context, ImportModel result, string file, bool json)
    {
        if (json)
        {
            await context.Output.WriteLineAsync(CliText.Json(result, context.Interactive));
        }
        else
        {
            foreach (var warning in result.Warnings)
            {
                await context.Error.WriteLineAsync(CliText.Safe(FormattableString.Invariant($"{file}:{warning.Line}:{warning.Column}: warning: {warning.Message}")));
            }

            foreach (var diagnostic in result.Diagnostics)
            {
                await context.Error.WriteLineAsync(CliPaths.Line(diagnostic));
            }

            foreach (var name in result.Created)
            {
                await context.Output.WriteLineAsync(CliText.Safe(name));
            }
        }

        return result.Diagnostics.Count > 0 ? ExitCodes.BadUsage : ExitCodes.Done;
    }
}
